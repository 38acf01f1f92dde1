/** What the arrows need in lists whose lines are buttons, with heads between them: the first, the next, the focus. */

/** Put the focus on the first one in sight; false where there is none. */
export function enter(list: Element | null, selector: string): boolean {
  const first = list?.querySelector<HTMLElement>(selector) ?? null;
  first?.focus();
  return first !== null;
}

/** The next sibling of a kind; heads of groups are passed over. */
export function nextOf(from: Element, selector: string, way: "up" | "down"): Element | null {
  const step = (each: Element) => (way === "up" ? each.previousElementSibling : each.nextElementSibling);
  let found = step(from);
  while (found !== null && !found.matches(selector)) found = step(found);
  return found;
}

/** Put the focus on one and bring it into sight. */
export function focusOn(one: Element | null | undefined): void {
  if (!(one instanceof HTMLElement)) return;
  one.focus();
  one.scrollIntoView({ block: "nearest" });
}
