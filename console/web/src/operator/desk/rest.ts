/**
 * The acts rest for half a second where what the bar shows changed without this operator's hand: a key that was meant
 * for what stood there before does nothing.
 */

import { effect } from "@preact/signals";
import type { Desk } from "./desk";
import { viewOf } from "./steps";

const REST_MS = 500;
/** A change that comes so soon after a key or a click is its own. */
const OWN_MS = 150;

export interface Rests {
  readonly resting: () => boolean;
}

export function restWhenChanged(desk: Desk): Rests {
  let until = 0;
  let handAt = Number.NEGATIVE_INFINITY;
  let shown = "";
  for (const name of ["keydown", "pointerdown"] as const) {
    addEventListener(
      name,
      () => {
        handAt = performance.now();
      },
      { capture: true },
    );
  }
  effect(() => {
    const now = signatureOf(desk);
    const changed = now !== shown;
    shown = now;
    if (changed && performance.now() - handAt > OWN_MS) until = performance.now() + REST_MS;
  });
  return { resting: () => performance.now() < until };
}

/** What a hand relies on: which incident it is, whether it is open, and the numbered choices. */
function signatureOf(desk: Desk): string {
  const incident = desk.incident.value;
  const step = desk.step.value;
  if (incident === null) return "";
  const labels = step?.incident === incident.id ? viewOf(desk, step, incident).options.map((each) => each.label) : [];
  return [incident.id, incident.closed_at, incident.grade, ...labels].join("|");
}
