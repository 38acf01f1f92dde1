/**
 * A thumb that comes down twice, or that was on its way when the screen changed under it, does nothing: for 700 ms after
 * a press and after a change of what the buttons are for.
 */

import { signal } from "@preact/signals";

const GUARD_MS = 700;

export class TapGuard {
  /** Whether a press would do nothing now. */
  readonly held = signal(false);
  private release: ReturnType<typeof setTimeout> | null = null;

  hold(): void {
    if (this.release !== null) clearTimeout(this.release);
    this.held.value = true;
    this.release = setTimeout(() => {
      this.held.value = false;
    }, GUARD_MS);
  }

  /** Act unless it is held; an act holds it. */
  readonly guarded = (act: () => void): void => {
    if (this.held.peek()) return;
    this.hold();
    act();
  };
}
