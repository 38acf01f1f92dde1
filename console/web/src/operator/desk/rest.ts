/**
 * The acts rest for half a second where what the bar shows changed without this operator's hand: a key that was meant
 * for what stood there before does nothing.
 */

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Desk } from "./desk";
import { stepView } from "./steps";

const REST_MS = 500;
/** A change that comes so soon after a key, a click, or what an own command brought about, is its own. */
const OWN_MS = 200;

export function restWhenChanged(desk: Omit<Desk, "resting">): ReadonlySignal<boolean> {
  const resting = signal(false);
  let ownAt = Number.NEGATIVE_INFINITY;
  let shown = "";
  let wake = 0;
  const own = () => {
    ownAt = performance.now();
  };
  addEventListener("keydown", own, { capture: true });
  addEventListener("pointerdown", own, { capture: true });
  desk.record.onEvent(({ event }) => {
    if (event.by.name === desk.session.me.name) own();
  });
  effect(() => {
    const now = signatureOf(desk);
    const changed = now !== shown;
    shown = now;
    if (!changed || performance.now() - ownAt < OWN_MS) return;
    resting.value = true;
    clearTimeout(wake);
    wake = setTimeout(() => {
      resting.value = false;
    }, REST_MS);
  });
  return resting;
}

/** The choices that have a digit; the others are only picked, and the step's title names what is. */
const RELIED_ON = 10;

/** What a hand relies on: which incident it is, whether it is open, what the step says that it does, the numbered choices. */
function signatureOf(desk: Omit<Desk, "resting">): string {
  const incident = desk.incident.value;
  const step = desk.step.value;
  if (incident === null) return "";
  const view = step?.incident === incident.id ? stepView(desk, step, incident) : null;
  const labels = view === null ? [] : [view.title, ...view.options.slice(0, RELIED_ON).map((each) => each.label)];
  return [incident.id, incident.closed_at, incident.grade, ...labels].join("|");
}
