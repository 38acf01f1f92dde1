/**
 * A station's view shows a part of the record: itself, the closures, and the incidents in which it has an order, from
 * the order to its end. The rules are the console's; what is special is how an incident comes and goes.
 */

import { complete } from "../wire/complete";
import type {
  Alarm,
  AnyEvent,
  Assignment,
  AssignmentAssigned,
  Call,
  Incident,
  IncidentMerged,
  OrderSoFar,
} from "../wire/generated";
import { UNTOUCHED } from "./assignments";
import { evolve } from "./evolve";
import { NEW, withoutIncident } from "./incidents";
import { put } from "./put";
import { SIGNALS } from "./signals";
import type { State } from "./state";

/** Whether only the order told of this incident, not its beginning: its alarms and other crews are not all known. */
export function isKnownByOrder(incident: Incident): boolean {
  return incident.opened_by_seq === 0;
}

/** Return the fold of a station's view. */
export function evolveStation(station: string): (state: State, event: AnyEvent) => State {
  return (state, event) => {
    if (OF_DEVICES.has(event.type)) return { ...state, seq: event.seq, at: event.at };
    if (event.type === "assignment.assigned") return evolve(withIncident(state, complete(event) as Order), event);
    if (event.type === "incident.merged") return withoutLeft(evolve(withTarget(state, event), event), station);
    return ENDS.has(event.type) ? withoutLeft(evolve(state, event), station) : evolve(state, event);
  };
}

/**
 * A station hears what devices of its own say, and of incidents in which it has an order; what holds of a device as a
 * whole is the console's, and in no station's state.
 */
const OF_DEVICES: ReadonlySet<string> = new Set(Object.keys(SIGNALS));

type Order = AssignmentAssigned;

/** An order brings its incident along, with the building and the crews that are going already. */
function withIncident(state: State, order: Order): State {
  if (state.incidents.has(order.incident)) return state;
  const { incident: id, number, kind, place, grade, at, exercise, trapped, record } = order;
  const brought = put(state, "incidents", {
    ...NEW,
    id,
    number,
    kind,
    place,
    grade,
    opened_at: record.opened_at ?? at,
    opened_by_seq: 0,
    exercise,
    test: false,
    trapped,
    flags: record.flags,
    unread: record.unread,
    signal_at: record.signal_at,
    offered_at: record.offered_at,
    handed_over_at: record.handed_over_at,
    drill: null,
    alarms: record.alarms,
    notes: record.notes,
    reports: record.reports,
    assignments: record.orders.map((each) => each.assignment),
    requests: record.requests.map((each) => each.id),
  });
  const others = record.orders.map((each) => otherCrew(id, exercise, each));
  const called = record.calls.reduce((result, each) => put(result, "alarms", callOf(order, each)), brought);
  const asked = record.requests.reduce((result, each) => put(result, "requests", each), called);
  const all = others.reduce((result, each) => put(result, "assignments", each), asked);
  const known = record.building === null ? all : put(all, "buildings", record.building);
  const { site } = record;
  return site === null ? known : { ...known, sites: known.sites.with(site.building, site) };
}

/** A call of before the order: what was said and by whom; its place is the incident's, and the rest is not known here. */
function callOf({ incident, place }: Order, { alarm: id, ...said }: Call): Alarm {
  const unknown = { flags: [], joined: null, joined_because: null, unread: {}, occurred_at: null };
  return { ...unknown, ...said, id, incident, place, test: false };
}

/** Another crew's order; its promises are the centre's business and not known here. */
function otherCrew(incident: string, exercise: boolean, order: OrderSoFar): Assignment {
  const { assignment: id, ...known } = order;
  return {
    ...UNTOUCHED,
    ...known,
    id,
    incident,
    exercise,
    reason: "",
    because: null,
    assigned_seq: 0,
    legs: null,
    targets: [],
  };
}

/** The station's incident went into one that it knew nothing of: what it knows goes on under that one's id. */
function withTarget(state: State, event: IncidentMerged): State {
  const source = state.incidents.get(event.incident);
  if (source === undefined || state.incidents.has(event.into)) return state;
  const unknown = { ...NEW, last_alarm_at: source.last_alarm_at, opened_by_seq: 0 };
  return put(state, "incidents", { ...source, ...unknown, id: event.into });
}

/** Let go of incidents in which the station has no order any more. */
function withoutLeft(state: State, station: string): State {
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
]);
