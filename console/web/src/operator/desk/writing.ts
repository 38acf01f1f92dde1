/** Whether somebody writes at this desk: what is half done must not be lost to whatever else happens. */

import type { Desk, Pane } from "./desk";

const READ_ONLY: readonly Pane[] = ["incident", "keys", "shift", "board", "wall"];

export function isWriting({ step, pane }: Pick<Desk, "step" | "pane">): boolean {
  const begun = step.value !== null && step.value.kind !== "crew";
  return begun || !READ_ONLY.includes(pane.value);
}
