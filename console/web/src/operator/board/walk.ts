/** The arrows on the board: from the field that finds units to the first of them, and from one to the next. */

import { enter, focusOn, nextOf } from "../../parts/walk";

const CELL = "button.unit-cell";
const LINE = ".board-line";

/** Put the focus on the first unit in sight; false where there is none. */
export function enterCells(board: Element | null): boolean {
  return enter(board, CELL);
}

/** Walk with an arrow; return whether it was one, on a unit. Above the first line is what `above` gives. */
export function walkCells({ key, target }: KeyboardEvent, above: () => HTMLElement | null): boolean {
  const cell = target instanceof Element ? target.closest<HTMLElement>(CELL) : null;
  const line = cell?.parentElement ?? null;
  if (cell === null || line === null) return false;
  const place = [...line.children].indexOf(cell);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const beside = line.children[place + (key === "ArrowLeft" ? -1 : 1)];
    const next =
      beside ??
      (key === "ArrowLeft" ? nextOf(line, LINE, "up")?.lastElementChild : nextOf(line, LINE, "down")?.children[0]);
    focusOn(next);
  } else if (key === "ArrowDown" || key === "ArrowUp") {
    const other = nextOf(line, LINE, key === "ArrowUp" ? "up" : "down");
    if (other === null && key === "ArrowUp") above()?.focus();
    else focusOn(other?.children[Math.min(place, other.children.length - 1)]);
  } else return false;
  return true;
}
