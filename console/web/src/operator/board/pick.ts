/** What a press on a unit of the board does. */

import type { Desk } from "../desk/desk";
import type { BoardUnit } from "./units";

type BoardDesk = Pick<Desk, "step" | "selected" | "select" | "pickUnit" | "mayAct">;

/**
 * Pick it for the selected incident. Who goes somewhere else is shown there, with its acts, unless units are being picked:
 * then it is one of them. Who is off duty is sent nowhere.
 */
export function pickOnBoard(desk: BoardDesk, { id, order, doing }: BoardUnit): void {
  const picks = desk.step.peek()?.kind === "unit";
  if (doing === "away") return;
  if (order !== null && order.incident !== desk.selected.peek() && !picks) desk.select(order.incident);
  if (desk.mayAct || order !== null) desk.pickUnit(id);
}
