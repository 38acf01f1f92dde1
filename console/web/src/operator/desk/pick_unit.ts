/** A unit that was pointed at, on the map or on a board, is picked for the selected incident. */

import { ordersOf } from "../../derived/targets";
import type { Desk } from "./desk";
import { type PickStep, picking, toggled } from "./step";

/** One that goes there already is shown with its acts, or picked to be recalled; any other is picked to be sent. */
export function pickUnit(desk: Pick<Desk, "step" | "incident" | "record">, unit: string): void {
  const incident = desk.incident.peek();
  if (incident === null || incident.closed_at !== null) return;
  const order = ordersOf(desk.record.state.peek(), incident).find((each) => each.unit === unit && each.ending === null);
  const step = desk.step.peek();
  const picked = (kind: PickStep["kind"]) =>
    step?.kind === kind && step.incident === incident.id ? step.picked : ([] as const);
  if (order === undefined) {
    desk.step.value = picking("unit", incident.id, toggled(picked("unit"), unit));
  } else if (step?.kind === "recall") {
    desk.step.value = picking("recall", incident.id, toggled(picked("recall"), order.id));
  } else {
    desk.step.value = { kind: "crew", incident: incident.id, order: order.id };
  }
}
