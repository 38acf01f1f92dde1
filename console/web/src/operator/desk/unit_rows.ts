/** The rows of units under a hand: the pointer on one shows its acts, a tap or a right click opens them. */

import type { Desk } from "./desk";

/** What keeps its own click inside of a row; the unit's name opens all that is known of it, and its acts too. */
const OWN = "a, button:not(.unit-name), summary, input, select, label, .unit-more";

type RowDesk = Pick<Desk, "step" | "incident" | "over">;

/** Return the handlers for whatever holds rows marked with `data-order`. */
export function unitRows(desk: RowDesk) {
  return {
    onPointerOver: ({ target, pointerType }: PointerEvent) => {
      if (pointerType !== "touch") desk.over.value = orderAt(target);
    },
    onPointerLeave: () => {
      desk.over.value = null;
    },
    onClick: ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest(OWN) === null) open(desk, orderAt(target));
    },
    onContextMenu: (event: MouseEvent) => {
      const order = orderAt(event.target);
      if (order === null || !(event.target instanceof Element) || event.target.closest(OWN) !== null) return;
      event.preventDefault();
      open(desk, order);
    },
  };
}

/** Open a unit's acts; a second tap puts them away. */
function open(desk: RowDesk, order: string | null): void {
  const [step, incident] = [desk.step.peek(), desk.incident.peek()];
  if (order === null || incident === null) return;
  const shown = step?.kind === "crew" && step.order === order;
  desk.step.value = shown ? null : { kind: "crew", incident: incident.id, order };
}

function orderAt(target: EventTarget | null): string | null {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-order]") : null;
  return row?.dataset.order ?? null;
}
