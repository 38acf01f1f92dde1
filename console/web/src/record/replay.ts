/**
 * The record as it was: the same state and the same fold, moved by a slider instead of the hub. States are persistent,
 * so one is kept every so often on the way, and any moment is a few events from one of them.
 */

import { signal } from "@preact/signals";
import { evolve } from "../fold/evolve";
import { EMPTY, type State } from "../fold/state";
import type { AnyEvent } from "../wire/generated";
import { Listeners } from "./listeners";
import type { Clock, Happened, Record } from "./record";

const KEEP_EVERY = 64;

/** 1 is as it was; each step of the page's timer moves by so much more. */
export const SPEEDS = [1, 2, 5, 10, 60] as const;

export interface ReplayOptions {
  /** The state before the first event; empty: from the beginning of the record. */
  readonly start?: State;
  readonly events: readonly AnyEvent[];
}

export interface ReplayRecord extends Record {
  readonly live: false;
  readonly events: readonly AnyEvent[];
  /** The times of the first and the last event, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** The state after the last event. */
  readonly endState: State;
  /** Go to a time: everything up to and with it has happened. */
  readonly seekTime: (ms: number) => void;
  /** Go to the state just after an event's number. */
  readonly seekSeq: (seq: number) => void;
  /** Let so many milliseconds pass, as they would at normal speed; events on the way are told as news. */
  readonly advance: (ms: number) => void;
}

export function openReplay(options: ReplayOptions): ReplayRecord {
  return new Replay(options.start ?? EMPTY, options.events);
}

class Replay implements ReplayRecord {
  readonly live = false;
  readonly from: number;
  readonly to: number;
  readonly state;
  readonly clock: Clock;
  private readonly times: readonly number[];
  private readonly kept: State[];
  private readonly second = signal<number | null>(null);
  private readonly happened = new Listeners<Happened>();
  /** How many events have happened where the slider stands. */
  private count = 0;
  private time: number;

  constructor(
    start: State,
    readonly events: readonly AnyEvent[],
  ) {
    this.times = events.map((event) => Date.parse(event.at));
    this.from = this.times[0] ?? Date.parse(start.at);
    this.to = this.times.at(-1) ?? this.from;
    this.time = this.from;
    this.kept = [start];
    this.state = signal<State>(start);
    this.clock = { now: () => this.time, second: this.second };
    this.setTime(this.from);
  }

  readonly onEvent = this.happened.add;

  get endState(): State {
    return this.stateAfter(this.events.length);
  }

  readonly seekTime = (ms: number): void => {
    this.setTime(Math.min(Math.max(ms, this.from), this.to));
    this.goTo(countUpTo(this.times, this.time));
  };

  readonly seekSeq = (seq: number): void => {
    const count = countUpTo(
      this.events.map((event) => event.seq),
      seq,
    );
    this.setTime(this.times[count - 1] ?? this.from);
    this.goTo(count);
  };

  readonly advance = (ms: number): void => {
    this.setTime(Math.min(this.time + ms, this.to));
    const goal = countUpTo(this.times, this.time);
    while (this.count < goal) {
      const before = this.state.peek();
      const event = this.events[this.count] as AnyEvent;
      this.goTo(this.count + 1);
      this.happened.tell({ event, before, after: this.state.peek(), late: false });
    }
  };

  readonly close = (): void => undefined;

  private goTo(count: number): void {
    this.count = count;
    this.state.value = this.stateAfter(count);
  }

  /** Return the state after so many events, from the nearest one that is kept. */
  private stateAfter(count: number): State {
    const near = Math.min(Math.floor(count / KEEP_EVERY), this.kept.length - 1);
    let state = this.kept[near] as State;
    for (let index = near * KEEP_EVERY; index < count; index++) {
      state = evolve(state, this.events[index] as AnyEvent);
      if ((index + 1) % KEEP_EVERY === 0) this.kept[(index + 1) / KEEP_EVERY] = state;
    }
    return state;
  }

  private setTime(ms: number): void {
    this.time = ms;
    this.second.value = Math.floor(ms / 1000);
  }
}

/** How many of sorted numbers are at most `limit`. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
