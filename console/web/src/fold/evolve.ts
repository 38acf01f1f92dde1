/**
 * `evolve(state, event) -> state`: the page folds the record by the hub's own rules (`dispatch/core/evolve`), so that
 * what it shows is the hub's state at the same number, live or replayed. A test in Python holds both against each other
 * for every event of recorded runs. Pure: no clock, no page, nothing outside.
 */

import { complete, isKnown } from "../wire/complete";
import type { AnyEvent, EventType } from "../wire/generated";
import { ALARMS } from "./alarms";
import { ASSIGNMENTS } from "./assignments";
import { CHANNELS } from "./channels";
import { CHECKS } from "./checks";
import { CHOICE } from "./choice";
import { CLOCK } from "./clock";
import { CORRIDORS } from "./corridors";
import { DESK } from "./desk";
import { DISTRICT } from "./district";
import { DRILLS } from "./drills";
import { DUTY } from "./duty";
import { FORWARDING } from "./forwarding";
import { HAND_OVER } from "./hand_over";
import { HELP } from "./help";
import { INCIDENTS } from "./incidents";
import { NEIGHBOURS } from "./neighbours";
import { OUTAGE } from "./outage";
import type { Rules } from "./put";
import { SIGNALS } from "./signals";
import type { State } from "./state";
import { TARGETS } from "./targets";
import { WHEREABOUTS } from "./whereabouts";

/** A type of event that the hub has and this lacks does not compile. */
const RULES: Rules<EventType> = {
  ...ALARMS,
  ...INCIDENTS,
  ...NEIGHBOURS,
  ...HAND_OVER,
  ...CHOICE,
  ...ASSIGNMENTS,
  ...TARGETS,
  ...CHANNELS,
  ...CORRIDORS,
  ...FORWARDING,
  ...HELP,
  ...DISTRICT,
  ...DESK,
  ...SIGNALS,
  ...DUTY,
  ...CHECKS,
  ...DRILLS,
  ...OUTAGE,
  ...WHEREABOUTS,
  ...CLOCK,
};

/**
 * Return the state after an event as it comes over the wire. An event of a type that this page was not built for (a
 * newer hub's) moves the position and nothing else: `isKnown` tells, and the stream says so once.
 */
export function evolve(state: State, event: AnyEvent): State {
  if (!isKnown(event.type)) {
    const { seq, at } = event as AnyEvent;
    return { ...state, seq, at };
  }
  const whole = complete(event);
  const rule = RULES[whole.type] as (state: State, event: AnyEvent) => State;
  return { ...rule(state, whole), seq: whole.seq, at: whole.at };
}

export function fold(events: Iterable<AnyEvent>, state: State): State {
  let result = state;
  for (const event of events) result = evolve(result, event);
  return result;
}
