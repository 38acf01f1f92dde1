/**
 * One episode being played: the record with its slider, the speed, what is selected, bookmarks. There is one code path
 * for what is shown, the record's; this only moves its clock.
 */

import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { openReplay, type ReplayRecord, SPEEDS } from "../record/replay";
import { readBookmarks, writeBookmarks } from "./bookmarks";
import type { Part, WhatIf } from "./hub";
import { jump, type Stop, stopAt, stopsOf, type Weight } from "./stops";

export type Speed = (typeof SPEEDS)[number];

/** The longest step of time between two pictures that is played; a tab that slept goes on where it was. */
const STEP_MS = 250;

export class Player {
  readonly record: ReplayRecord;
  readonly stops: readonly Stop[];
  /** Where the slider stands, in milliseconds since 1970. */
  readonly at: Signal<number>;
  readonly playing = signal(false);
  readonly speed = signal<Speed>(1);
  readonly ghosts = signal(false);
  readonly bookmarks: Signal<readonly number[]>;
  /** The incident that the right column speaks of. */
  readonly selected: Signal<string | null>;
  readonly whatIf = signal<WhatIf | null>(null);
  /** What happened last, where the slider stands. */
  readonly stop: ReadonlySignal<Stop | null>;

  constructor(readonly part: Part) {
    const { episode, start, events } = part;
    this.record = openReplay({ start, events });
    this.stops = stopsOf(episode, events);
    this.record.seekTime(this.record.from);
    this.at = signal(this.record.from);
    this.bookmarks = signal(readBookmarks(episode.id));
    this.selected = signal(episode.incidents[0] ?? null);
    this.stop = computed(() => stopAt(this.stops, this.at.value));
  }

  seek = (ms: number): void => {
    batch(() => {
      this.record.seekTime(ms);
      this.see();
    });
  };

  /** Jump to the next milestone or miss, or the one before; to an end where there is none. */
  jump = (forward: boolean, least: Weight): void => {
    const found = jump(this.landings(), this.at.peek(), forward, least);
    if (found !== null) this.seek(found.at);
    else if (least === "milestone") this.seek(forward ? this.record.to : this.record.from);
  };

  /** Go on or back by a single event of the record, whomever it is about. */
  step = (forward: boolean): void => {
    const { events } = this.record;
    const { seq } = this.record.state.peek();
    const wanted = forward
      ? events.find((event) => event.seq > seq)?.seq
      : (events.findLast((event) => event.seq < seq)?.seq ?? events[0]?.seq);
    if (wanted === undefined) return;
    batch(() => {
      this.playing.value = false;
      this.record.seekSeq(wanted);
      this.see();
    });
  };

  /** Let so much of the reader's time pass, at the speed that is chosen. */
  pass = (ms: number): void => {
    batch(() => {
      this.record.advance(Math.min(ms, STEP_MS) * this.speed.peek());
      this.see();
      if (this.at.peek() >= this.record.to) this.playing.value = false;
    });
  };

  toggle = (): void => {
    if (!this.playing.peek() && this.at.peek() >= this.record.to) this.seek(this.record.from);
    this.playing.value = !this.playing.peek();
  };

  setSpeed = (place: number): void => {
    const speed = SPEEDS[place];
    if (speed !== undefined) this.speed.value = speed;
  };

  /** Put a bookmark here, or take away the one that is. */
  bookmark = (): void => {
    const at = this.at.peek();
    const others = this.bookmarks.peek().filter((each) => each !== at);
    const there = others.length < this.bookmarks.peek().length;
    this.bookmarks.value = there ? others : [...others, at].sort((one, other) => one - other);
    writeBookmarks(this.part.episode.id, this.bookmarks.peek());
  };

  /** Bookmarks are landed on like milestones. */
  private landings(): readonly Stop[] {
    const marked = this.bookmarks.peek().map((at) => ({ at, weight: "milestone", events: [] }) as const);
    return marked.length === 0 ? this.stops : [...this.stops, ...marked].sort((one, other) => one.at - other.at);
  }

  private see(): void {
    this.at.value = this.record.clock.now() ?? this.record.from;
  }
}
