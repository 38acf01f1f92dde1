import { expect, test } from "vitest";
import { byUrgency, lacking, type Readiness, type ReadyState, type Reason, strengthOf } from "./readiness";

const reason = (rule: string, weight: number, met: number | null): Reason => ({
  rule,
  finding: rule,
  weight,
  met,
  value: 2,
  wanted: 3,
  decisive: false,
  source: "",
});

const station = (id: string, state: ReadyState, score: number | null, reasons: readonly Reason[] = []): Readiness => ({
  station: id,
  state,
  score,
  known_percent: 100,
  reasons,
  on_post: [],
  rostered: [],
  hand_over: null,
  check: null,
});

test("what is wrong comes first, the worse before the better", () => {
  const all = [
    station("A", "ready", 100),
    station("B", "limited", 70),
    station("C", "not_ready", 40),
    station("D", "not_ready", 10),
    station("E", "unknown", null),
  ];
  expect(byUrgency(all).map((each) => each.station)).toEqual(["D", "C", "B", "E", "A"]);
});

test("what takes most away is named first; what is not known takes nothing away", () => {
  const found = lacking(station("A", "limited", 60, [reason("a", 10, 0), reason("b", 35, 0.5), reason("c", 20, null)]));
  expect(found.map((each) => each.rule)).toEqual(["b", "a"]);
});

test("of a station that is not known it is said what nobody knows", () => {
  const decisive = { ...reason("presence", 20, null), decisive: true };
  const found = lacking(station("A", "unknown", null, [reason("a", 10, 0), decisive, reason("b", 5, null)]));
  expect(found.map((each) => each.rule)).toEqual(["presence"]);
});

test("strength is not known where no rule speaks of it", () => {
  expect(strengthOf(station("A", "unknown", null))).toEqual({ value: null, wanted: null });
  expect(strengthOf(station("A", "ready", 90, [reason("minimum_strength", 35, 1)]))).toEqual({ value: 2, wanted: 3 });
});
