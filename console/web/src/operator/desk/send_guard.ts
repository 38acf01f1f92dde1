/** S pressed twice in a hurry sends one unit: the recommendation has moved on to the next under the key. */

import { TapGuard } from "../../parts/guard";

export class SendGuard {
  private readonly guard = new TapGuard();
  private incident = "";

  /** Whether somebody was sent to this incident a moment ago. */
  holds(incident: string): boolean {
    return this.guard.held.value && this.incident === incident;
  }

  /** Somebody was sent to it now. */
  sent(incident: string): void {
    this.incident = incident;
    this.guard.hold();
  }
}
