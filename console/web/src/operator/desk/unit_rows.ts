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
      if (target instanceof Element && target.closest(OWN) === null) open(desk, orderAt(target), isShown(desk, target));
    },
    onContextMenu: (event: MouseEvent) => {
      const order = orderAt(event.target);
      if (order === null || !(event.target instanceof Element) || event.target.closest("a, input") !== null) return;
      event.preventDefault();
      open(desk, order, false);
    },
  };
}

/** Open a unit's acts, or put them away where they are shown. */
function open(desk: RowDesk, order: string | null, shown: boolean): void {
  const incident = desk.incident.peek();
  if (order !== null && incident !== null)
    desk.step.value = shown ? null : { kind: "crew", incident: incident.id, order };
}

function isShown(desk: RowDesk, target: EventTarget | null): boolean {
  const step = desk.step.peek();
  return step?.kind === "crew" && step.order === orderAt(target);
}

function orderAt(target: EventTarget | null): string | null {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-order]") : null;
  return row?.dataset.order ?? null;
}
