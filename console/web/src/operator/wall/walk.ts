/** The arrows on the wall: from the field that finds devices to the first line, and from one line to the next. */

import { enter, focusOn, nextOf } from "../../parts/walk";

const ROW = "button.wall-row";

/** Put the focus on the first line in sight; false where there is none. */
export function enterRows(wall: Element | null): boolean {
  return enter(wall, ROW);
}

/** Walk with an arrow; return whether it was one, on a line. Above the first one is what `above` gives. */
export function walkRows({ key, target }: KeyboardEvent, above: () => HTMLElement | null): boolean {
  const row = target instanceof Element ? target.closest<HTMLElement>(ROW) : null;
  if (row === null || (key !== "ArrowDown" && key !== "ArrowUp")) return false;
  const next = nextOf(row, ROW, key === "ArrowUp" ? "up" : "down");
  if (next === null && key === "ArrowUp") above()?.focus();
  else focusOn(next);
  return true;
}
