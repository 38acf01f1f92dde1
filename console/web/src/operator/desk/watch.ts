/** Whether the hub's time keeper still looks: a hub that answers and misses its deadlines must not look well. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { ask, Refusal } from "../../wire/http";

const ASK_EVERY_MS = 5_000;

/** Ask again and again; true while the hub says that its watch stands still. A dead line is another matter. */
export function followWatch(): ReadonlySignal<boolean> {
  const stalled = signal(false);
  const look = async (): Promise<void> => {
    try {
      await ask("GET", "/readyz");
      stalled.value = false;
    } catch (error) {
      stalled.value = error instanceof Refusal && error.code === "watch_stalled";
    }
  };
  setInterval(() => void look(), ASK_EVERY_MS);
  return stalled;
}
