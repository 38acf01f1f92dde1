import { describe, expect, test } from "vitest";
import { Story } from "../testing/events";
import { isUnanswered } from "./coming";
import { RankedIncidents } from "./ranked_incidents";
import { compareRanks, type Rank, rankOf } from "./urgency";

function rank(story: Story, id = "i1"): Rank {
  const { state } = story;
  const incident = state.incidents.get(id);
  const found = incident === undefined ? null : rankOf(state, incident);
  if (found === null) throw new Error(`no open incident ${id}`);
  return found;
}

const glyph = (story: Story) => rank(story).glyph;
const taken = (story: Story) => story.tell("incident.taken", { incident: "i1" });
const arrive = { target: "arrive", milestone: "on_scene", limit_s: 60 };
const missed = (story: Story, order: string) => story.order("target.missed", "i1", order, arrive);
const warned = (story: Story, order: string, percent: number) =>
  story.order("target.warned", "i1", order, { ...arrive, percent, predicted_late_s: null });

describe("nobody is coming", () => {
  test("where no order stands: since it opened, or since the last crew ended", () => {
    const story = new Story().opens("i1");
    expect(rank(story)).toMatchObject({ glyph: "nobody", coming: "nobody", nobodySince: story.now, clock: null });
    story.sends("i1", "a1").wait(20).order("assignment.declined", "i1", "a1");
    expect(rank(story)).toMatchObject({ glyph: "nobody", nobodySince: story.now });
  });

  test("s01: where every order that stands is unanswered, whoever took it, and until one answers", () => {
    const story = taken(new Story().opens("i1").sends("i1", "a1").sends("i1", "a2"));
    expect(rank(story)).toMatchObject({ glyph: "running", coming: "coming", nobodySince: null, taken: true });
    story.wait(30).order("assignment.no_answer", "i1", "a1");
    expect(rank(story)).toMatchObject({ glyph: "running", coming: "coming" });
    story.wait(5).order("assignment.no_answer", "i1", "a2");
    const since = story.now;
    expect(rank(story.wait(90))).toMatchObject({ glyph: "nobody", coming: "unanswered", nobodySince: since });
    story.order("assignment.acknowledged", "i1", "a2");
    expect(rank(story)).toMatchObject({ glyph: "running", coming: "coming", nobodySince: null });
  });

  test("not once it is handled, though an order from before was never answered; again where one is given after", () => {
    const story = new Story().opens("i1").sends("i1", "a1").sends("i1", "a2").wait(30);
    story.order("assignment.no_answer", "i1", "a2").order("assignment.controlled", "i1", "a1");
    story.order("assignment.released", "i1", "a1");
    expect(rank(story)).toMatchObject({ glyph: "closing", nobodySince: null });
    story.wait(10).sends("i1", "a3").wait(30).order("assignment.no_answer", "i1", "a3");
    expect(glyph(story)).toBe("nobody");
  });
});

describe("late", () => {
  test("as soon as the first promised arrival is missed and nobody is there; a new order or a recall mends nothing", () => {
    const story = taken(new Story().opens("i1").sends("i1", "a1").sends("i1", "a2").wait(61));
    expect(rank(missed(story, "a1"))).toMatchObject({ glyph: "late", coming: "late" });
    expect(glyph(story.sends("i1", "a3"))).toBe("late");
    expect(glyph(story.order("assignment.recalled", "i1", "a1"))).toBe("late");
    expect(rank(story.order("assignment.on_scene", "i1", "a3"))).toMatchObject({ glyph: "running", coming: "there" });
  });

  test("missed, where somebody is there and another promise is broken", () => {
    const story = new Story().opens("i1").sends("i1", "a1").sends("i1", "a2").wait(30);
    story.order("assignment.on_scene", "i1", "a1").wait(31);
    expect(rank(missed(story, "a2"))).toMatchObject({
      glyph: "missed",
      clock: { order: "a2", name: "arrive", milestone: "on_scene", state: "missed" },
    });
  });
});

test("pressing: a fifth is left, or it will be late and no other crew keeps the same promise", () => {
  const story = new Story().opens("i1").sends("i1", "a1");
  expect(glyph(warned(story, "a1", 50))).toBe("running");
  expect(glyph(warned(story, "a1", 0))).toBe("pressing");
  expect(glyph(story.sends("i1", "a2"))).toBe("running");
  expect(rank(warned(story, "a2", 80))).toMatchObject({ glyph: "pressing", clock: { order: "a2", state: "pressing" } });
});

test("the shown clock is the arrival until somebody is there, then the handling; the order by the first to end", () => {
  const story = new Story().opens("i1").sends("i1", "a1").wait(5).sends("i1", "a2");
  expect(rank(story).clock).toMatchObject({ order: "a1", name: "arrive", dueAt: story.now + 55_000 });
  story.order("assignment.on_scene", "i1", "a1");
  expect(rank(story).clock).toMatchObject({ order: "a1", name: "handle", dueAt: story.now + 175_000 });
});

test("closing: handled, handed over, or a test", () => {
  const story = new Story().opens("i1").sends("i1", "a1").order("assignment.controlled", "i1", "a1");
  expect(rank(story)).toMatchObject({ glyph: "closing", clock: null });
  expect(glyph(new Story().opens("i1", { test: true }))).toBe("closing");
  const given = { incident: "i1", receiver: "示例", station: null, state: null, settles: [] };
  expect(glyph(new Story().opens("i1").tell("incident.handed_over", given))).toBe("closing");
});

test("an order that is answered after it was given up is answered", () => {
  const story = new Story().opens("i1").sends("i1", "a1").order("assignment.no_answer", "i1", "a1");
  const order = () => story.state.assignments.get("a1");
  expect(order() && isUnanswered(order() as never)).toBe(true);
  story.order("assignment.on_scene", "i1", "a1");
  expect(order() && isUnanswered(order() as never)).toBe(false);
});

test("what is comes before whose hand it is in; drills stand below every operation", () => {
  const story = new Story().opens("drill", { exercise: true, trapped: 9 });
  story.wait(1).opens("i1").wait(1).opens("young").opens("graded", { grade: 3 }).opens("trapped", { trapped: 1 });
  taken(story).opens("served", { trapped: 5 }).sends("served", "a9");
  expect(new RankedIncidents().update(story.state).map(({ id }) => id)).toEqual([
    "trapped",
    "graded",
    "young",
    "i1",
    "served",
    "drill",
  ]);
});

test("taking an incident never moves it below one that is better off", () => {
  const story = new Story().opens("i1").opens("i2", { trapped: 3 }).sends("i2", "b1");
  expect(compareRanks(rank(taken(story)), rank(story, "i2"))).toBeLessThan(0);
});
