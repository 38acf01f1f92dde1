/** Post checks: running until they have an outcome; a missed one stays while its ladder acts. */

import { putPost } from "./duty";
import { change, put, type Rules } from "./put";

type Types =
  | "check.called"
  | "check.answered"
  | "check.missed"
  | "check.excused"
  | "check.postponed"
  | "check.climbed"
  | "check.ended"
  | "seed.drawn";

export const CHECKS: Rules<Types> = {
  "check.called": (state, event) => {
    const { check: id, station, at: called_at, due_at, shift, drawn, by, reason } = event;
    const check = { id, station, called_at, due_at, shift, drawn, by, reason, missed_at: null, fired: [] };
    const called = put(state, "checks", check);
    return drawn === null ? called : putPost(called, station, { drawn, not_before: null });
  },
  "check.answered": (state, event) => {
    // An answer is a sign of life; after a miss it mends nothing of the outcome.
    const rest = { ...state, checks: state.checks.without(event.check) };
    const heard = event.by.role === "station" ? { answered_at: event.at } : null;
    if (event.late_ms > 0) return heard === null ? rest : putPost(rest, event.station, heard);
    return putPost(rest, event.station, { last_check: "answered", last_check_at: event.at, ...heard });
  },
  "check.missed": (state, event) =>
    putPost(
      change(state, "checks", event.check, () => ({ missed_at: event.at })),
      event.station,
      { last_check: "missed", last_check_at: event.at },
    ),
  "check.excused": (state, event) => {
    const rest = { ...state, checks: state.checks.without(event.check) };
    return event.drawn === null ? rest : putPost(rest, event.station, { drawn: event.drawn, not_before: null });
  },
  "check.postponed": (state, event) => putPost(state, event.station, { not_before: event.until }),
  "check.climbed": (state, event) =>
    change(state, "checks", event.check, (before) => ({ fired: [...before.fired, event.rung] })),
  "check.ended": (state, event) => ({ ...state, checks: state.checks.without(event.check) }),
  "seed.drawn": (state, event) => ({
    ...state,
    seeds: state.seeds.with(event.purpose, { seed: event.seed, at: event.at }),
  }),
};
