/** Whether the hub does what it should: one that answers and misses its deadlines, or breaks a rule, must not look well. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { everySteadily } from "../../stream/steady";
import { ask, Refusal } from "../../wire/http";

const ASK_EVERY_MS = 5_000;

const CLOCK = "clock";
const STALLED = "watch_stalled";

/** What the hub says of itself; `rules` is missing where the hub is older than the page. */
interface Ready {
  readonly rules?: { readonly failing: boolean };
}

export interface HubHealth {
  /** The hub's time keeper stands still. */
  readonly stalled: ReadonlySignal<boolean>;
  /** A rule of the hub failed a short while ago, or a deadline is set aside for it. */
  readonly failing: ReadonlySignal<boolean>;
  /** Hub time is far from the machine's clock. */
  readonly clockOff: ReadonlySignal<boolean>;
  /** Why else the hub is not ready, in the words of `/readyz`. */
  readonly notReady: ReadonlySignal<readonly string[]>;
}

/** Ask again and again. A dead line is another matter. */
export function followHub(): HubHealth {
  const stalled = signal(false);
  const failing = signal(false);
  const clockOff = signal(false);
  const notReady = signal<readonly string[]>([]);
  const look = async (): Promise<void> => {
    let reasons: readonly string[] = [];
    try {
      const ready = await ask<Ready>("GET", "/readyz");
      failing.value = ready.rules?.failing ?? false;
    } catch (error) {
      reasons = reasonsOf(error);
    }
    stalled.value = reasons.includes(STALLED);
    clockOff.value = reasons.includes(CLOCK);
    notReady.value = reasons.filter((reason) => reason !== STALLED && reason !== CLOCK);
  };
  everySteadily(ASK_EVERY_MS, () => void look());
  return { stalled, failing, clockOff, notReady };
}

/** Return why the hub says that it is not ready; an older one gives one word for all. */
export function reasonsOf(error: unknown): readonly string[] {
  if (!(error instanceof Refusal) || (error.code !== STALLED && error.code !== "not_ready")) return [];
  const { reasons = [] } = error.problem as { readonly reasons?: readonly string[] };
  return reasons.length > 0 ? reasons : [error.code];
}
