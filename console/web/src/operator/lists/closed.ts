/** Incidents that were closed of late: what may have been closed by mistake is reached again without knowing its number. */

import type { State } from "../../fold/state";
import type { Incident } from "../../wire/generated";

export const LATELY_MS = 30 * 60_000;

/** Return them, the last one first; one that went into another is not among them, for that one is open or is here. */
export function closedLately(state: State, nowMs: number): Incident[] {
  const found: Incident[] = [];
  for (const incident of state.incidents.values()) {
    const { closed_at, close_reason } = incident;
    if (closed_at === null || close_reason === "merged") continue;
    if (nowMs - Date.parse(closed_at) < LATELY_MS) found.push(incident);
  }
  return found.sort((one, other) => ((one.closed_at ?? "") < (other.closed_at ?? "") ? 1 : -1));
}

/** Return the one to show next, walking back from the last one closed; null where there is none. */
export function nextClosed(closed: readonly Incident[], selected: string | null): string | null {
  const at = closed.findIndex((each) => each.id === selected);
  return closed[(at + 1) % Math.max(1, closed.length)]?.id ?? null;
}
