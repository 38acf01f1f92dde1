/**
 * A thumb that comes down twice, or that was on its way when the screen changed under it, does nothing: for 700 ms after
 * a press and after a change of what the buttons are for.
 */

const GUARD_MS = 700;

export class TapGuard {
  private until = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  hold(): void {
    this.until = this.now() + GUARD_MS;
  }

  /** Act unless it is held; an act holds it. */
  readonly guarded = (act: () => void): void => {
    if (this.now() < this.until) return;
    this.hold();
    act();
  };
}
