/**
 * What fires next by itself: the rungs of an order's ladder that still stand. The rules are the hub's
 * (`dispatch/core/deadlines.py`): a rung stands while its condition holds and it has not acted.
 */

import type { State } from "../fold/state";
import type { Assignment, Incident, Rung, TargetClock } from "../wire/generated";
import { heardAt, ordersOf, settledAt } from "./targets";

export interface NextRung {
  readonly assignment: Assignment;
  readonly rung: Rung;
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
}

const MISSED = "missed_";
const WAITS_FOR: Readonly<Record<string, string>> = { undelivered: "delivered", unacknowledged: "acknowledged" };
/** So many times its foreseen time a crew may take before it is overdue (`dispatch/core/world.py`). */
const TRAVEL_TIMES_ERR_BY = 1.5;
const SENDING = new Set(["next_unit", "zone_neighbours", "fire_station", "raise_grade"]);

/** Return every standing rung of an incident's orders, earliest first; held ladders have none. */
export function nextRungs(state: State, incident: Incident): NextRung[] {
  const found = ordersOf(state, incident).flatMap((assignment) =>
    assignment.ending !== null || assignment.held
      ? []
      : state.settings.ladder.flatMap((rung, number) => {
          const dueAt = assignment.fired.includes(`rung:${number}`) ? null : rungDue(assignment, rung);
          return dueAt === null ? [] : [{ assignment, rung, number, dueAt }];
        }),
  );
  return found.sort((one, other) => one.dueAt - other.dueAt || one.number - other.number);
}

function rungDue(assignment: Assignment, rung: Rung): number | null {
  const afterMs = rung.after_s * 1000;
  const assignedAt = Date.parse(assignment.assigned_at);
  const waited = WAITS_FOR[rung.trigger];
  if (waited !== undefined) {
    return settledAt(assignment, waited) === null ? later(assignment, assignedAt, assignedAt + afterMs) : null;
  }
  const clock = assignment.targets.find((each) => MISSED + each.name === rung.trigger);
  if (clock === undefined || settledAt(assignment, clock.milestone) !== null) return null;
  const start = heardAt(assignment, clock.start);
  if (start === null) return null;
  const due = Math.max(start + clock.limit_s * 1000, notBefore(assignment, rung, clock));
  return later(assignment, start, due + afterMs);
}

/** From when a rung may send others after a crew that has answered: once it is overdue by its travel time. */
function notBefore(assignment: Assignment, rung: Rung, clock: TargetClock): number {
  const waits = clock.milestone === "on_scene" && SENDING.has(rung.action);
  if (!waits || assignment.eta_s === null || settledAt(assignment, "acknowledged") === null) return 0;
  return Date.parse(assignment.assigned_at) + Math.round(assignment.eta_s * 1000 * TRAVEL_TIMES_ERR_BY);
}

/** When a rung acts whose time began at `start`: later by what it was made to wait since. */
function later(assignment: Assignment, start: number, due: number): number {
  const since = assignment.waits.filter((wait) => start < Date.parse(wait.at));
  return since.reduce((sum, wait) => sum + wait.ladder_ms, due);
}
