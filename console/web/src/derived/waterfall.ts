/**
 * Why a crew was late: the way from order to arrival in legs, planned against actual, and the leg that lost the time.
 * The rule is the hub's (`dispatch/core/lateness.py`); `tests/data/waterfall.json` holds both to the same answers. Times
 * are milliseconds; `now` is the record's own time, live or replayed.
 */

import type { Assignment, Milestone } from "../wire/generated";
import { reachedAt, settledByCrew } from "./targets";

/** `unsplit`: from the order to the arrival, where leaving was not said. */
export type LegName = "answer" | "turnout" | "way" | "unsplit";

export interface Leg {
  readonly name: LegName;
  readonly planned_ms: number | null;
  readonly actual_ms: number | null;
}

/** `foreseen`: even as planned the crew could not be there within the limit. */
export interface Cause {
  readonly name: LegName | "foreseen";
  readonly lost_ms: number;
  readonly planned_ms: number | null;
  readonly actual_ms: number | null;
}

export interface Waterfall {
  readonly legs: readonly Leg[];
  /** Against the promise of the arrival; null while it is not late, or nothing was promised. */
  readonly late_ms: number | null;
  /** The largest first. */
  readonly causes: readonly Cause[];
}

const WORTH_SAYING_MS = 5_000;

export function waterfallOf(order: Assignment, now: number): Waterfall {
  const legs = legsOf(order);
  const lateMs = lateOf(order, now);
  return { legs, late_ms: lateMs, causes: lateMs === null ? [] : causesOf(order, legs, now) };
}

function legsOf(order: Assignment): Leg[] {
  const { legs: planned } = order;
  const turnout = planned === null ? null : inMs(planned.turnout_s);
  const way = planned === null ? null : inMs(planned.road_s + planned.entrance_s + planned.storeys_s);
  const start = Date.parse(order.assigned_at);
  const [left, there] = [at(order, "en_route"), settledByCrew(order, "on_scene")];
  if (left === null && there !== null) {
    const whole = turnout === null || way === null ? null : turnout + way;
    return [{ name: "unsplit", planned_ms: whole, actual_ms: there - start }];
  }
  const said = at(order, "acknowledged");
  const answered = said !== null && left !== null ? Math.min(said, left) : said; // leaving is an answer too
  return [
    { name: "answer", planned_ms: null, actual_ms: between(start, answered ?? left) },
    { name: "turnout", planned_ms: turnout, actual_ms: between(answered, left) },
    { name: "way", planned_ms: way, actual_ms: between(left, there) },
  ];
}

function lateOf(order: Assignment, now: number): number | null {
  const clock = order.targets.find((each) => each.milestone === "on_scene");
  const start = clock === undefined ? null : reachedAt(order, clock.start);
  const there = settledByCrew(order, "on_scene");
  if (clock === undefined || start === null || (there === null && order.ended_at !== null)) return null;
  const late = Math.min(there ?? now, now) - start - clock.limit_s * 1000;
  return late > 0 ? late : null;
}

function causesOf(order: Assignment, legs: readonly Leg[], now: number): Cause[] {
  const found = [...foreseen(order), ...lost(order, legs, now)].sort((one, other) => other.lost_ms - one.lost_ms);
  return found.filter((cause, place) => place === 0 || cause.lost_ms >= WORTH_SAYING_MS);
}

function foreseen(order: Assignment): Cause[] {
  const clock = order.targets.find((each) => each.milestone === "on_scene");
  const start = clock === undefined ? null : reachedAt(order, clock.start);
  if (clock === undefined || start === null || order.eta_s === null) return [];
  const beyond = inMs(order.eta_s) - (start - Date.parse(order.assigned_at)) - clock.limit_s * 1000;
  return beyond > 0 ? [{ name: "foreseen", lost_ms: beyond, planned_ms: null, actual_ms: null }] : [];
}

/** The plan gives answering and leaving one time; who waits for an answer is told so. */
function lost(order: Assignment, legs: readonly Leg[], now: number): Cause[] {
  const [first, turnout, way] = legs;
  if (first === undefined) return [];
  if (turnout === undefined || way === undefined) return cause(first.name, first.planned_ms, first.actual_ms);
  const left = at(order, "en_route");
  const soFar = now - Date.parse(order.assigned_at);
  const waited = first.actual_ms ?? soFar;
  const found: Cause[] = [];
  if (turnout.planned_ms !== null) {
    found.push(...cause("answer", turnout.planned_ms, waited));
    if (first.actual_ms !== null) {
      const spent = left === null ? soFar - waited : turnout.actual_ms;
      found.push(...cause("turnout", Math.max(0, turnout.planned_ms - waited), spent));
    }
  }
  if (left !== null) found.push(...cause("way", way.planned_ms, way.actual_ms ?? now - left));
  return found;
}

function cause(name: LegName, planned: number | null, actual: number | null): Cause[] {
  if (planned === null || actual === null || actual <= planned) return [];
  return [{ name, lost_ms: actual - planned, planned_ms: planned, actual_ms: actual }];
}

function at(order: Assignment, milestone: Milestone): number | null {
  return reachedAt(order, milestone);
}

function between(start: number | null, end: number | null): number | null {
  return start === null || end === null ? null : Math.max(0, end - start);
}

function inMs(seconds: number): number {
  return Math.round(seconds * 1000);
}
