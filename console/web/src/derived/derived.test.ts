import { describe, expect, test } from "vitest";
import { fold } from "../fold/evolve";
import type { State } from "../fold/state";
import { EMPTY } from "../fold/state";
import { Story, seeded } from "../testing/events";
import type { Incident } from "../wire/generated";
import { countsOf } from "./counts";
import { HeldOrder } from "./held_order";
import { RankedIncidents } from "./ranked_incidents";
import { shiftOf } from "./shift";
import { shownTarget } from "./shown_clock";
import { clockText } from "./targets";
import { compareRanks, rankOf } from "./urgency";

function incident(state: State, id = "inc-1"): Incident {
  const found = state.incidents.get(id);
  if (found === undefined) throw new Error(`no incident ${id}`);
  return found;
}

function shown(story: Story) {
  const { state } = story;
  return shownTarget(state, incident(state), rankOf(state, incident(state))?.clock ?? null, story.now);
}

describe("the running target", () => {
  test("runs down with the predicted arrival marked on it", () => {
    const target = shown(new Story().opens("inc-1").sends("inc-1", "asg-1").wait(19));
    expect(target).toMatchObject({ state: "running", glyph: "●", leftMs: 41_000, lateMs: 0, predictedLateMs: 0 });
    expect(target?.fraction).toBeCloseTo(41 / 60);
    expect(target?.predicted).toBeCloseTo(12 / 60);
    expect(clockText(target?.leftMs ?? 0)).toBe("0:41");
  });

  test("presses when a fifth is left", () => {
    const story = new Story().opens("inc-1").sends("inc-1", "asg-1");
    expect(shown(story.wait(47))?.state).toBe("running");
    expect(shown(story.wait(1))).toMatchObject({ state: "pressing", glyph: "▲" });
  });

  test("presses from the beginning where the crew is predicted to be late, and says by how much", () => {
    const story = new Story().opens("inc-1").sends("inc-1", "asg-1", { eta_s: 95 });
    const said = { target: "arrive", milestone: "on_scene", limit_s: 60, percent: 0, predicted_late_s: 35 };
    expect(shown(story.order("target.warned", "inc-1", "asg-1", said))).toMatchObject({
      state: "pressing",
      predictedLateMs: 35_000,
      predicted: 0,
    });
  });

  test("is missed at the limit, said or not, and counts up", () => {
    const target = shown(new Story().opens("inc-1").sends("inc-1", "asg-1").wait(74));
    expect(target).toMatchObject({ state: "missed", glyph: "■", lateMs: 14_000, fraction: 0 });
    expect(clockText(target?.lateMs ?? 0)).toBe("0:14");
  });

  test("turns to the handling once somebody is there", () => {
    const story = new Story().opens("inc-1").sends("inc-1", "asg-1").wait(48);
    story.order("assignment.on_scene", "inc-1", "asg-1");
    expect(shown(story)).toMatchObject({ name: "handle", state: "running", leftMs: 132_000 });
  });

  test("is met, or met late, when all is done", () => {
    const early = new Story().opens("inc-1").sends("inc-1", "asg-1").wait(48);
    early.order("assignment.on_scene", "inc-1", "asg-1").order("assignment.controlled", "inc-1", "asg-1");
    expect(shown(early)).toMatchObject({ state: "met", glyph: "✔", tookMs: 48_000 });
    const late = new Story().opens("inc-1").sends("inc-1", "asg-1").wait(74);
    late.order("assignment.controlled", "inc-1", "asg-1");
    expect(shown(late)).toMatchObject({ state: "met_late", glyph: "✔■", lateMs: 14_000 });
  });

  test("ends with an order that was called back", () => {
    const story = new Story().opens("inc-1").sends("inc-1", "asg-1").wait(5);
    expect(shown(story.order("assignment.recalled", "inc-1", "asg-1"))).toBeNull();
  });
});

test("the list kept up event by event is the list sorted anew", () => {
  const seed = 7;
  const random = seeded(seed);
  const story = new Story();
  for (let step = 0; step < 400; step++) {
    const [id, order] = [`inc-${Math.floor(random() * 40)}`, `asg-${Math.floor(random() * 80)}`];
    const acts = [
      () => story.opens(id, { grade: 1 + Math.floor(random() * 5) }),
      () => story.sends(id, order),
      () => story.tell("incident.taken", { incident: id }),
      () => story.order("assignment.controlled", id, order),
      () => story.order("assignment.recalled", id, order),
      () => story.tell("incident.closed", { incident: id, reason: "handled", note: null }),
    ];
    acts[Math.floor(random() * acts.length)]?.();
    story.wait(1);
  }
  const list = new RankedIncidents();
  let state = EMPTY;
  for (const event of story.events) {
    state = fold([event], state);
    const anew = [...state.incidents.values()].flatMap((each) => rankOf(state, each) ?? []).sort(compareRanks);
    expect(
      list.update(state).map((rank) => rank.id),
      `seed ${seed}, event ${event.seq}`,
    ).toEqual(anew.map((rank) => rank.id));
  }
});

test("the order is held under a hand for two seconds at most, and says how many rose", () => {
  const held = new HeldOrder();
  expect(held.show(["a", "b", "c"], 0, null).ids).toEqual(["a", "b", "c"]);
  expect(held.show(["new", "c", "a", "b"], 1000, 900)).toEqual({ ids: ["a", "b", "c", "new"], risen: 2 });
  expect(held.show(["new", "c", "a", "b"], 2900, 2800).risen).toBe(2);
  expect(held.show(["new", "c", "a", "b"], 3000, 2900)).toEqual({ ids: ["new", "c", "a", "b"], risen: 0 });
});

test("the top line counts operations and drills apart", () => {
  const story = new Story().opens("inc-1").opens("inc-2").opens("drill", { exercise: true });
  story.tell("incident.taken", { incident: "inc-1" });
  expect(shiftOf(story.state).drills).toBe(1);
  const counts = countsOf(new RankedIncidents().update(story.state));
  expect(counts.not_taken).toEqual({ count: 1, first: "inc-2" });
  expect(counts.nobody).toEqual({ count: 2, first: "inc-2" });
  expect(counts.missed).toEqual({ count: 0, first: null });
});
