/** The arrows on the board: from the field that finds units to the first of them, and from one to the next. */

const CELL = "button.unit-cell";

/** Put the focus on the first unit in sight; false where there is none. */
export function enterCells(board: Element | null): boolean {
  const first = board?.querySelector<HTMLElement>(CELL) ?? null;
  first?.focus();
  return first !== null;
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
      beside ?? (key === "ArrowLeft" ? lineFrom(line, "up")?.lastElementChild : lineFrom(line, "down")?.children[0]);
    focus(next);
  } else if (key === "ArrowDown" || key === "ArrowUp") {
    const other = lineFrom(line, key === "ArrowUp" ? "up" : "down");
    if (other === null && key === "ArrowUp") above()?.focus();
    else focus(other?.children[Math.min(place, other.children.length - 1)]);
  } else return false;
  return true;
}

/** The next line of units; heads of groups are passed over. */
function lineFrom(line: Element, way: "up" | "down"): Element | null {
  const step = (from: Element) => (way === "up" ? from.previousElementSibling : from.nextElementSibling);
  let found = step(line);
  while (found !== null && !found.matches(".board-line")) found = step(found);
  return found;
}

function focus(cell: Element | null | undefined): void {
  if (!(cell instanceof HTMLElement)) return;
  cell.focus();
  cell.scrollIntoView({ block: "nearest" });
}
