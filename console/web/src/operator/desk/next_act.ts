/** Which act is the next step of an incident: the one that the bar fills. Pure. */

import { isOwed } from "../../derived/hand_over";
import { ordersOf } from "../../derived/targets";
import type { State } from "../../fold/state";
import type { Incident } from "../../wire/generated";
import type { ActId } from "./key_map";

/**
 * Return it; null where nothing is waited for but the crews. Taking stops the sound and is one key; then somebody must
 * go where nobody does; then what it is; then what is missing; at the end the brigade has it, and it is closed.
 */
export function nextAct(state: State, incident: Incident): ActId | null {
  if (incident.closed_at !== null) return null;
  if (incident.taken_by === null) return "take";
  const orders = ordersOf(state, incident);
  const active = orders.filter((each) => each.ending === null);
  const handled = orders.some((each) => each.controlled_at !== null);
  if (incident.test || (handled && active.every((each) => each.controlled_at !== null))) {
    return isOwed(state, incident) ? "hand_over" : "close";
  }
  if (active.length === 0) return "send";
  if (incident.confirmed_at === null) return "confirm";
  if (incident.shortfalls.length > 0) return "send";
  return isOwed(state, incident) ? "hand_over" : null;
}
