import { expect, test } from "vitest";
import { START, Story } from "../testing/events";
import { focusOf } from "./focus";
import { ghostsOf } from "./ghosts";
import type { Episode, WhatIf } from "./hub";
import { lanesOf, place, spanAround } from "./lanes";
import { jump, stopAt, stopsOf, weightOf } from "./stops";

const END = Date.parse("2026-11-22T05:00:00Z");
const EPISODE = { id: "inc-1", incidents: ["inc-1"] } as unknown as Episode;
const MISSED = { target: "arrive", milestone: "on_scene", limit_s: 60 };

/** A fire with two crews: one comes at 74 s with 60 s promised, one is called back before its time is over. 示例 */
function late(): Story {
  return new Story()
    .opens("inc-1")
    .opens("inc-2")
    .sends("inc-1", "asg-1")
    .sends("inc-1", "asg-2")
    .wait(5)
    .order("assignment.acknowledged", "inc-1", "asg-1")
    .wait(5)
    .order("assignment.recalled", "inc-1", "asg-2", { reason: null })
    .wait(50)
    .order("target.missed", "inc-1", "asg-1", MISSED)
    .wait(14)
    .order("assignment.on_scene", "inc-1", "asg-1")
    .wait(6)
    .tell("incident.closed", { incident: "inc-1", reason: "handled", note: null });
}

test("the slider has the episode's own moments, each as weighty as the worst in it", () => {
  const stops = stopsOf(EPISODE, late().events);
  expect(stops.map(({ at, weight }) => [(at - START) / 1000, weight])).toEqual([
    [0, "milestone"],
    [5, "milestone"],
    [10, "trouble"],
    [60, "miss"],
    [74, "milestone"],
    [80, "milestone"],
  ]);
  expect(stops[0]?.events.every((event) => event.incident === "inc-1")).toBe(true);
});

test("jumps lead to the next moment that is weighty enough, and nowhere where there is none", () => {
  const stops = stopsOf(EPISODE, late().events);
  expect(jump(stops, START, true, "milestone")?.at).toBe(START + 5000);
  expect(jump(stops, START, true, "miss")?.at).toBe(START + 60_000);
  expect(jump(stops, START + 60_000, true, "miss")).toBeNull();
  expect(jump(stops, START + 70_000, false, "miss")?.at).toBe(START + 60_000);
  expect(stopAt(stops, START + 73_999)?.weight).toBe("miss");
  expect(stopAt(stops, START - 1)).toBeNull();
});

test("what a newer hub tells of is passed by as something else", () => {
  expect(weightOf({ type: "incident.painted" } as never)).toBe("other");
});

test("a lane judges the arrival as the record does; who was called back in time broke nothing", () => {
  const [first, second] = lanesOf(EPISODE, late().state, null, END);
  expect(first).toMatchObject({ judged: "late", lateMs: 14_000, plannedAt: START + 48_000, dueAt: START + 60_000 });
  expect(second).toMatchObject({ judged: "lapsed", arrivedAt: null, endedAt: START + 10_000 });
});

test("being released is no arrival", () => {
  const story = new Story().opens("inc-1").sends("inc-1", "asg-1").wait(90);
  story.order("assignment.released", "inc-1", "asg-1", { reason: null });
  expect(lanesOf(EPISODE, story.state, null, END)[0]).toMatchObject({ judged: "missed", arrivedAt: null });
});

test("a what-if stands beside the unit that went, and in a lane of its own beside nobody", () => {
  const at = new Date(START).toISOString();
  const order = (unit: string) => ({ unit, at, eta_s: 30, milestones: [{ name: "on_scene", at }] });
  const orders = [order("asg-1-unit"), order("other-unit")];
  const whatIf = { incident: "inc-1", rerun: { orders } } as unknown as WhatIf;
  const lanes = lanesOf(EPISODE, late().state, whatIf, END);
  expect(lanes.map(({ unit, rerun }) => [unit, rerun?.plannedAt ?? null])).toEqual([
    ["asg-1-unit", START + 30_000],
    ["asg-2-unit", null],
    ["other-unit", START + 30_000],
  ]);
  expect(lanes[2]?.assignedAt).toBeNull();
});

test("a window of minutes stays within the whole", () => {
  const whole = { from: 0, to: 3_600_000 };
  expect(spanAround(whole, 0, 10)).toEqual({ from: 0, to: 600_000 });
  expect(spanAround(whole, 3_600_000, 10)).toEqual({ from: 3_000_000, to: 3_600_000 });
  expect(spanAround(whole, 5, 120)).toBe(whole);
  expect(spanAround(whole, 5, null)).toBe(whole);
  expect(place(whole, 1_800_000)).toBe(0.5);
});

test("a planned place moves from the station to the fire, and is gone once the crew is there", () => {
  const station = {
    id: "m1",
    name: "示例站",
    kind: "micro_unit",
    lon: 106.5,
    lat: 29.5,
    zone: "",
    phone: "",
    building: "",
  };
  const story = new Story().tell("registry.changed", { stations: [station] } as never).opens("inc-1");
  story.sends("inc-1", "asg-1", { eta_s: 40 });
  const [, end] = ghostsOf(story.state, EPISODE, START + 20_000);
  expect(end?.geometry).toMatchObject({ type: "Point", coordinates: [106.535, 29.53] });
  story.wait(30).order("assignment.on_scene", "inc-1", "asg-1");
  expect(ghostsOf(story.state, EPISODE, START + 30_000)).toEqual([]);
});

test("an incident is looked at from where the stations of its crews are seen, and none without a place", () => {
  const station = {
    id: "m1",
    name: "示例站",
    kind: "micro_unit",
    lon: 106.6,
    lat: 29.5,
    zone: "",
    phone: "",
    building: "",
  };
  const story = new Story().tell("registry.changed", { stations: [station] } as never).opens("inc-1");
  expect(focusOf(story.state, "inc-1")?.zoom).toBe(15);
  story.sends("inc-1", "asg-1");
  expect(focusOf(story.state, "inc-1")?.zoom).toBeLessThan(12);
  expect(focusOf(story.state, "inc-9")).toBeNull();
});
