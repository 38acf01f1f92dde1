/**
 * What fires next by itself: the rungs of an order's ladder that still stand. The rules are the hub's
 * (`dispatch/core/deadlines.py`): a rung stands while its condition holds and it has not acted.
 */

import type { State } from "../fold/state";
import type { Assignment, Incident, Rung } from "../wire/generated";
import { ordersOf, reachedAt, settledAt } from "./targets";

export interface NextRung {
  readonly assignment: Assignment;
  readonly rung: Rung;
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
}

const MISSED = "missed_";

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
  if (rung.trigger === "undelivered") return settledAt(assignment, "delivered") === null ? assignedAt + afterMs : null;
  if (rung.trigger === "unacknowledged") {
    return settledAt(assignment, "acknowledged") === null ? assignedAt + afterMs : null;
  }
  const clock = assignment.targets.find((each) => MISSED + each.name === rung.trigger);
  if (clock === undefined || settledAt(assignment, clock.milestone) !== null) return null;
  const start = reachedAt(assignment, clock.start);
  return start === null ? null : start + clock.limit_s * 1000 + afterMs;
}
