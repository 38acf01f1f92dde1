/** The arrows on the wall: from the field that finds devices to the first line, and from one line to the next. */

const ROW = "button.wall-row";

/** Put the focus on the first line in sight; false where there is none. */
export function enterRows(wall: Element | null): boolean {
  const first = wall?.querySelector<HTMLElement>(ROW) ?? null;
  first?.focus();
  return first !== null;
}

/** Walk with an arrow; return whether it was one, on a line. Above the first one is what `above` gives. */
export function walkRows({ key, target }: KeyboardEvent, above: () => HTMLElement | null): boolean {
  const row = target instanceof Element ? target.closest<HTMLElement>(ROW) : null;
  if (row === null || (key !== "ArrowDown" && key !== "ArrowUp")) return false;
  const step = (from: Element) => (key === "ArrowUp" ? from.previousElementSibling : from.nextElementSibling);
  let next = step(row);
  while (next !== null && !next.matches(ROW)) next = step(next); // heads of groups are passed over
  if (next instanceof HTMLElement) {
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  } else if (key === "ArrowUp") above()?.focus();
  return true;
}
