import { describe, expect, test } from "vitest";
import type { State } from "../fold/state";
import { Story } from "../testing/events";
import type { Incident } from "../wire/generated";
import { lookEndsAt } from "./look";

/** In how many seconds the look ends; null where nobody is waited for. */
function endsIn(story: Story, within_s = 60): number | null {
  const state: State = { ...story.state, settings: { ...story.state.settings, look: { within_s } } };
  const at = lookEndsAt(state, state.incidents.get("inc-1") as Incident);
  return at === null ? null : (at - story.now) / 1000;
}

function looking(): Story {
  const story = new Story().opens("inc-1");
  const because = { type: "to_look", plan: "look first" } as const;
  return story
    .tell("dispatch.chosen", { incident: "inc-1", needs: [], considered: [], because })
    .sends("inc-1", "asg-1");
}

describe("the end of a look", () => {
  test("counts from the order while nobody has answered", () => {
    expect(endsIn(looking())).toBe(60);
    expect(endsIn(looking().wait(20))).toBe(40);
    expect(endsIn(looking(), 0)).toBeNull();
    expect(endsIn(new Story().opens("inc-1"))).toBeNull();
  });

  test("waits for who has answered until it should be there, and from its arrival on", () => {
    const story = looking().wait(5);
    story.order("assignment.acknowledged", "inc-1", "asg-1");
    expect(endsIn(story), "foreseen after 48 s").toBe(103);
    story.wait(20).order("assignment.on_scene", "inc-1", "asg-1");
    expect(endsIn(story)).toBe(60);
  });

  test("is over once it is real", () => {
    expect(endsIn(looking().tell("incident.confirmed", { incident: "inc-1", reason: "" }))).toBeNull();
  });
});
