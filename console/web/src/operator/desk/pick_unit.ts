/** A unit that was pointed at, on the map or on a board, is picked for the selected incident. */

import { ordersOf } from "../../derived/targets";
import type { Desk } from "./desk";
import { picking } from "./step";

/** One that goes there already is shown with its acts; any other is picked to be sent, once more: not any longer. */
export function pickUnit(desk: Pick<Desk, "step" | "incident" | "record">, unit: string): void {
  const incident = desk.incident.peek();
  if (incident === null || incident.closed_at !== null) return;
  const order = ordersOf(desk.record.state.peek(), incident).find((each) => each.unit === unit && each.ending === null);
  if (order !== undefined) {
    desk.step.value = { kind: "crew", incident: incident.id, order: order.id };
    return;
  }
  const step = desk.step.peek();
  const picked = step?.kind === "unit" && step.incident === incident.id ? step.picked : [];
  const toggled = picked.includes(unit) ? picked.filter((each) => each !== unit) : [...picked, unit];
  desk.step.value = picking("unit", incident.id, toggled);
}
