/** Where units are, when they will be there, and where they are posted. */

import { change, type Rules } from "./put";

type Types =
  | "unit.position"
  | "unit.position_stale"
  | "arrival.estimated"
  | "standby.posted"
  | "standby.begun"
  | "standby.ended";

export const WHEREABOUTS: Rules<Types> = {
  "unit.position": (state, event) => {
    const { unit, lon, lat, accuracy_m, doubt, at: heard_at } = event;
    const at = event.occurred_at ?? event.at;
    const before = state.positions.get(unit);
    if (doubt === "late" && before !== undefined) return state;
    const believed = doubt === null ? { lon, lat, at, accuracy_m } : (before?.believed ?? null);
    const position = { lon, lat, at, heard_at, accuracy_m, doubt, believed };
    return { ...state, positions: state.positions.with(unit, position) };
  },
  "unit.position_stale": (state, { unit }) => {
    const before = state.positions.get(unit);
    if (before === undefined) return state;
    return { ...state, positions: state.positions.with(unit, { ...before, doubt: "stale", believed: null }) };
  },
  "arrival.estimated": (state, event) =>
    change(state, "assignments", event.assignment, () => ({ eta_s: event.eta_s, estimated_at: event.at })),
  "standby.posted": (state, event) => {
    const { unit, place, from_at, until_at, by, reason } = event;
    const standby = { unit, lon: place.lon ?? 0, lat: place.lat ?? 0, place, from_at, until_at, by, reason };
    return { ...state, standbys: state.standbys.with(unit, { ...standby, begun_at: null }) };
  },
  "standby.begun": (state, { unit, at }) => {
    const before = state.standbys.get(unit);
    return before === undefined
      ? state
      : { ...state, standbys: state.standbys.with(unit, { ...before, begun_at: at }) };
  },
  "standby.ended": (state, { unit }) => ({ ...state, standbys: state.standbys.without(unit) }),
};
