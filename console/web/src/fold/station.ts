/**
 * A station's view shows a part of the record: itself, the closures, and the incidents in which it has an order, from
 * the order to its end. The rules are the console's; what is special is how an incident comes and goes.
 */

import type { AnyEvent, AssignmentAssigned, Incident } from "../wire/generated";
import { evolve } from "./evolve";
import { NEW, withoutIncident } from "./incidents";
import { put } from "./put";
import type { State } from "./state";

/** Whether only the order told of this incident, not its beginning: its alarms and other crews are not all known. */
export function isKnownByOrder(incident: Incident): boolean {
  return incident.opened_by_seq === 0;
}

/** Return the fold of a station's view. */
export function evolveStation(station: string): (state: State, event: AnyEvent) => State {
  return (state, event) => {
    const brought = event.type === "assignment.assigned" ? withIncident(state, event) : state;
    return withoutLeft(evolve(brought, event), event, station);
  };
}

/** An order brings its incident along. */
function withIncident(state: State, order: AssignmentAssigned): State {
  if (state.incidents.has(order.incident)) return state;
  const { incident: id, number, kind, place, grade, at, exercise, record } = order;
  return put(state, "incidents", {
    ...NEW,
    id,
    number,
    kind,
    place,
    grade,
    opened_at: at,
    opened_by_seq: 0,
    exercise,
    test: false,
    drill: null,
    trapped: order.trapped ?? null,
    flags: [],
    alarms: record.alarms,
    notes: record.notes,
  });
}

/** Let go of incidents in which the station has no order any more. */
function withoutLeft(state: State, event: AnyEvent, station: string): State {
  if (!ENDS.has(event.type)) return state;
  const bound = new Set<string>();
  for (const each of state.assignments.values()) {
    if (each.station === station && each.ending === null) bound.add(each.incident);
  }
  let result = state;
  for (const { id } of state.incidents.values()) if (!bound.has(id)) result = withoutIncident(result, id);
  return result;
}

const ENDS: ReadonlySet<AnyEvent["type"]> = new Set<AnyEvent["type"]>([
  "assignment.released",
  "assignment.declined",
  "assignment.recalled",
  "incident.merged",
]);
