/** Green corridors: open from the event that says so until it is withdrawn. */

import { change, put, type Rules } from "./put";

type Told = "corridor.opened" | "corridor.renewed" | "corridor.failed" | "corridor.withdrawn";

export const CORRIDORS: Rules<Told> = {
  "corridor.opened": (state, event) => {
    const { assignment: id, unit, station, at: opened_at, junctions, length_m, eta_s, valid_until } = event;
    const told = { junctions, length_m, eta_s, valid_until };
    const never = { renewals: 0, renewed_at: null, failing_since: null };
    return put(state, "corridors", { id, unit, station, opened_at, ...told, ...never });
  },
  "corridor.renewed": (state, event) =>
    change(state, "corridors", event.assignment, (before) => ({
      junctions: event.junctions,
      length_m: event.length_m,
      eta_s: event.eta_s,
      valid_until: event.valid_until,
      renewals: before.renewals + 1,
      renewed_at: event.at,
      failing_since: null,
    })),
  "corridor.failed": (state, event) =>
    change(state, "corridors", event.assignment, () => ({ failing_since: event.at })),
  "corridor.withdrawn": (state, event) => ({ ...state, corridors: state.corridors.without(event.assignment) }),
};
