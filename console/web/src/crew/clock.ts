/** The time of a crew's page: the hub's, and in a dead spot the phone's with what it was off by when last heard. */

import { signal } from "@preact/signals";
import type { Clock } from "../record/record";

const TICK_MS = 250;

/** A clock that always knows the time. */
export interface SureClock extends Clock {
  readonly now: () => number;
  /** The same for a component: it is drawn again every second. */
  readonly shown: () => number;
}

/** Return a clock that always knows the time. `aheadMs`: how far the hub was ahead of this phone. */
export function crewClock(hub: Clock, aheadMs: number): SureClock {
  const now = () => hub.now() ?? Date.now() + aheadMs;
  const second = signal<number | null>(Math.floor(now() / 1000));
  setInterval(() => {
    second.value = Math.floor(now() / 1000);
  }, TICK_MS);
  const shown = () => {
    second.value; // read, so that who shows the time follows it
    return now();
  };
  return { now, second, shown };
}
