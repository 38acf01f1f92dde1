/** A value that costs a walk over everything, worked out anew only so often: at once after a quiet while, later in a surge. */

import { effect, type ReadonlySignal, signal } from "@preact/signals";

/** Derive from a source at most once in `everyMs`; the newest value of the source is never left out. */
export function paced<S, T>(source: ReadonlySignal<S>, derive: (value: S) => T, everyMs: number): ReadonlySignal<T> {
  const shown = signal(derive(source.peek()));
  let readyAt = Number.NEGATIVE_INFINITY;
  let waiting = false;
  const show = (): void => {
    waiting = false;
    readyAt = performance.now() + everyMs;
    shown.value = derive(source.peek());
  };
  effect(() => {
    source.value;
    const wait = readyAt - performance.now();
    if (waiting) return;
    if (wait <= 0) show();
    else {
      waiting = true;
      setTimeout(show, wait);
    }
  });
  return shown;
}
