/**
 * The hand-over of an incident, as the hub judges it (`dispatch/core/decide/hand_over.py`): who gives, who takes, and
 * whether it is owed. Pure.
 */

import type { State } from "../fold/state";
import type { Assignment, Incident } from "../wire/generated";
import { ordersOf } from "./targets";

/** Whether a station's crews take over (the brigade) rather than give. */
export function isBrigade(kind: string): boolean {
  return kind === "small" || kind === "fire";
}

/** Whether a station's crews hand over to the brigade. */
export function isMicro(kind: string): boolean {
  return kind === "micro_unit" || kind === "micro_community";
}

/** Whether the crew said that it is there, or that it handled it. */
export function tookPart({ on_scene_at, controlled_at }: Assignment): boolean {
  return on_scene_at !== null || controlled_at !== null;
}

/** Whether the brigade is or was there beside micro crews and has not said that it took over. */
export function isOwed(state: State, incident: Incident): boolean {
  if (incident.handed_over_at !== null) return false;
  const orders = ordersOf(state, incident);
  return (
    orders.some((each) => isBrigade(each.station_kind) && tookPart(each)) &&
    orders.some((each) => isMicro(each.station_kind) && (tookPart(each) || each.ending === null))
  );
}
