/**
 * A record as a page sees it, live or replayed: the state, a clock, and each event as it is folded in. Pages are written
 * against this and do not know which of the two they show; `openLive` and `openReplay` make it.
 */

import type { ReadonlySignal } from "@preact/signals";
import type { State } from "../fold/state";
import type { AnyEvent } from "../wire/generated";

/** One event as it was folded in, with the states on both sides of it. */
export interface Happened {
  readonly event: AnyEvent;
  readonly before: State;
  readonly after: State;
  /** It is not news: it came with what was missed, or the slider passed it. Nothing rings for it. */
  readonly late: boolean;
}

/** What time it is in the record's own time: the hub's now, or where the slider stands. */
export interface Clock {
  /** Milliseconds since 1970; null before it is known. */
  readonly now: () => number | null;
  /** The same in whole seconds of it, changing once a second: what running targets are painted by. */
  readonly second: ReadonlySignal<number | null>;
}

export interface Record {
  readonly live: boolean;
  readonly state: ReadonlySignal<State>;
  readonly clock: Clock;
  /** Call for every event, at once and in order; return how to stop. */
  readonly onEvent: (listener: (happened: Happened) => void) => () => void;
  readonly close: () => void;
}
