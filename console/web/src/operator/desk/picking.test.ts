import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import type { State } from "../../fold/state";
import { language } from "../../language/language";
import { CHARACTERS_ONLY } from "../../places/readings";
import { Story } from "../../testing/events";
import type { Incident } from "../../wire/generated";
import { pickView } from "./picking";
import type { Pressing } from "./pressed";
import { type PickStep, picking, type Step } from "./step";

language.value = "zh";

/** A desk on the first incident of a story, with what it pressed. */
function deskOf(story: Story, step: PickStep) {
  const pressed: (readonly Pressing[])[] = [];
  const state = signal<State>(story.state);
  const desk = {
    step: signal<Step | null>(step),
    pressAll: (all: readonly Pressing[]) => {
      pressed.push(all);
      return Promise.resolve();
    },
    record: { state },
    reach: signal(null),
    call: { places: { readings: signal(CHARACTERS_ONLY) } },
  };
  const incident = story.state.incidents.get(step.incident) as Incident;
  const view = () => pickView(desk as unknown as Parameters<typeof pickView>[0], desk.step.value as PickStep, incident);
  return { desk, pressed, view };
}

function crowded(crews: number): Story {
  const story = new Story().opens("inc-1");
  for (let crew = 1; crew <= crews; crew++) story.sends("inc-1", `asg-${crew}`);
  return story;
}

test("s10: every crew can be recalled, and all who are not on scene by one digit, as one act", () => {
  const story = crowded(14).order("assignment.on_scene", "inc-1", "asg-3");
  const { pressed, view } = deskOf(story, picking("recall", "inc-1"));
  expect(view().options).toHaveLength(15);
  expect(view().options.map((each) => each.digit)).toEqual(["0", ..."123456789", "", "", "", "", ""]);
  expect(view().enter).toBeNull();
  view().options[0]?.choose();
  view().enter?.();
  expect(pressed).toHaveLength(1);
  const recalled = pressed[0]?.map(([command]) => "assignment" in command && command.assignment);
  expect(recalled).toHaveLength(13);
  expect(recalled).not.toContain("asg-3");
});

test("a digit never recalls by itself; Space and a digit pick, and pick off again", () => {
  const { pressed, view } = deskOf(crowded(3), picking("recall", "inc-1"));
  const second = () => view().options.find((each) => each.digit === "2");
  expect(second()?.byDigit).toBeUndefined();
  second()?.choose();
  expect(second()?.chosen).toBe(true);
  second()?.choose();
  expect(second()?.chosen).toBe(false);
  expect(pressed).toEqual([]);
});

test("letters that find a crew put the hand on the first: Enter acts on it, Space empties the field for the next", () => {
  const { desk, pressed, view } = deskOf(crowded(12), { ...picking("recall", "inc-1"), typed: "asg12" });
  expect(view().options.map((each) => each.id)).toEqual(["asg-12"]);
  view().options[0]?.choose();
  expect(desk.step.value).toMatchObject({ picked: ["asg-12"], typed: "" });
  view().enter?.();
  expect(pressed[0]?.map(([command]) => command)).toEqual([{ type: "assignment.recall", assignment: "asg-12" }]);
});
