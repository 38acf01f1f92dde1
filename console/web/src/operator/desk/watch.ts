/** Whether the hub does what it should: one that answers and misses its deadlines, or breaks a rule, must not look well. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { ask, Refusal } from "../../wire/http";

const ASK_EVERY_MS = 5_000;

/** What the hub says of itself; `rules` is missing where the hub is older than the page. */
interface Ready {
  readonly rules?: { readonly failing: boolean };
}

export interface HubHealth {
  /** The hub's time keeper stands still. */
  readonly stalled: ReadonlySignal<boolean>;
  /** A rule of the hub failed a short while ago, or a deadline is set aside for it. */
  readonly failing: ReadonlySignal<boolean>;
}

/** Ask again and again. A dead line is another matter. */
export function followHub(): HubHealth {
  const stalled = signal(false);
  const failing = signal(false);
  const look = async (): Promise<void> => {
    try {
      const ready = await ask<Ready>("GET", "/readyz");
      stalled.value = false;
      failing.value = ready.rules?.failing ?? false;
    } catch (error) {
      stalled.value = error instanceof Refusal && error.code === "watch_stalled";
    }
  };
  setInterval(() => void look(), ASK_EVERY_MS);
  return { stalled, failing };
}
