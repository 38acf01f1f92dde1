/** What the page says where nothing is urgent: how many drills run, and when the last operation opened. */

import type { State } from "../fold/state";
import type { Instant } from "../wire/generated";

export interface Shift {
  readonly drills: number;
  /** When the newest operation opened; null where there is none to remember. */
  readonly lastOpenedAt: Instant | null;
}

export function shiftOf(state: State): Shift {
  let drills = 0;
  let lastOpenedAt: Instant | null = null;
  for (const { test, exercise, closed_at, opened_at: at } of state.incidents.values()) {
    if (test) continue;
    if (exercise) drills += closed_at === null ? 1 : 0;
    else if (lastOpenedAt === null || at > lastOpenedAt) lastOpenedAt = at;
  }
  return { drills, lastOpenedAt };
}
