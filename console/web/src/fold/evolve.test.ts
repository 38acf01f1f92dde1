import { expect, test } from "vitest";
import { Story } from "../testing/events";
import type { AnyEvent } from "../wire/generated";
import { evolve } from "./evolve";
import { fromJson, toJson } from "./state";
import { evolveStation, isKnownByOrder } from "./station";

test("an event changes its own incident and shares every other", () => {
  const story = new Story().opens("inc-1").opens("inc-2").sends("inc-1", "asg-1");
  const before = story.state;
  const after = story.tell("incident.graded", { incident: "inc-1", grade: 3, before: 1 }).state;
  const next = evolve(before, story.events.at(-1) as AnyEvent);
  expect(next.incidents.get("inc-1")?.grade).toBe(3);
  expect(next.incidents.get("inc-2")).toBe(before.incidents.get("inc-2"));
  expect(next.assignments).toBe(before.assignments);
  expect(toJson(next)).toEqual(toJson(after));
});

test("an event of a type that this page does not know moves the number and nothing else", () => {
  const state = new Story().opens("inc-1").state;
  const strange = { type: "weather.changed", seq: 2, at: "2026-11-22T02:00:09.000Z" } as unknown as AnyEvent;
  expect(evolve(state, strange)).toEqual({ ...state, seq: 2, at: "2026-11-22T02:00:09.000Z" });
});

test("what an older hub left out is filled in with the hub's defaults", () => {
  const old = {
    type: "incident.opened",
    seq: 1,
    at: "2026-11-22T02:00:00.000Z",
    by: { role: "hub", name: "hub" },
    incident: "inc-1",
    number: "11-0001",
    kind: "smoke",
    place: { text: "示例" },
    grade: 1,
  } as unknown as AnyEvent;
  const incident = evolve(fromJson({}), old).incidents.get("inc-1");
  expect(incident).toMatchObject({ flags: [], trapped: null, test: false, exercise: false });
  expect(incident?.place).toEqual({ lon: null, lat: null, building: null, floor: null, text: "示例" });
});

test("a state is the same in one piece and in the parts of a reset", () => {
  const whole = toJson(new Story().opens("inc-1").opens("inc-2").sends("inc-2", "asg-1").state);
  const { incidents, assignments, ...rest } = whole;
  const [first, second] = incidents;
  const parts = [
    { ...rest, incidents: first ? [first] : [] },
    { incidents: second ? [second] : [], assignments },
  ];
  expect(toJson(fromJson(...parts))).toEqual(whole);
});

test("a station gets an incident with its order and lets it go when its last order ended", () => {
  const fold = evolveStation("m1");
  const story = new Story().sends("inc-9", "asg-1", { grade: 2 }).order("assignment.released", "inc-9", "asg-1");
  const [ordered, released] = story.events as [AnyEvent, AnyEvent];
  const during = fold(fromJson({}), ordered);
  const incident = during.incidents.get("inc-9");
  expect(incident?.grade).toBe(2);
  expect(incident && isKnownByOrder(incident)).toBe(true);
  expect(incident?.assignments).toEqual(["asg-1"]);
  const after = fold(during, released);
  expect(after.incidents.size + after.assignments.size).toBe(0);
});
