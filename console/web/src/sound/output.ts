/**
 * The way to the loudspeaker, and whether it is open. A browser opens it in a press; a telephone call, another app, a
 * headset that is pulled out or a sleeping phone takes it away, and nobody gives it back by himself. Here it is asked
 * back whenever there may be a chance: as its state changes, when the page is looked at again, with every press, with
 * every alarm (`wake`), and every few seconds.
 *
 * What it says is looked at, not believed: a context that says that it runs and whose time stands still sounds nothing.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import { everySteadily } from "../stream/steady";

const LOOK_EVERY_MS = 2000;
/** Between two looks so far apart the phone slept: what its time did then says nothing. */
const SLEPT_MS = 3 * LOOK_EVERY_MS;
/** A browser that refuses need not be asked more often than that, except in a press. */
const ASK_EVERY_MS = 1000;
/** A context that does not come back for so long is replaced by a new one: some never do. */
const GIVE_UP_MS = 4000;

/** What is needed of the browser; tests bring their own. */
export interface Around {
  readonly open: () => AudioContext;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly every: (ms: number, act: () => void) => void;
  /** Call when there may be a chance; `pressed` in a press. */
  readonly onChance: (act: (pressed: boolean) => void) => void;
}

export class Output {
  private readonly open = signal(false);
  private readonly current = signal<AudioContext | null>(null);
  private askedAt = Number.NEGATIVE_INFINITY;
  private takenAt = 0;
  private looked: { readonly at: number; readonly time: number } | null = null;
  private frozen = false;

  constructor(private readonly around: Around = browser()) {
    around.onChance((pressed) => {
      if (this.current.peek() === null) return;
      if (pressed) void this.start();
      else this.wake();
    });
    around.every(LOOK_EVERY_MS, () => this.look());
  }

  /** Whether what is played now is heard. */
  get running(): ReadonlySignal<boolean> {
    return this.open;
  }

  /** Where to play; null where the way is not open. Another one after a context was replaced. */
  get context(): AudioContext | null {
    return this.open.peek() ? this.current.peek() : null;
  }

  /** Open the way; belongs into a press. Resolves when it is open, or a second later. */
  async start(): Promise<void> {
    if (this.open.peek()) return;
    const context = this.current.peek();
    const stuck = context !== null && this.around.now() - this.takenAt >= GIVE_UP_MS;
    await Promise.race([this.ask(context === null || stuck ? this.replace() : context), later(ASK_EVERY_MS)]);
    this.see();
  }

  /** Ask back what was taken: an alarm wants to sound, or the page is looked at again. Before any press it does nothing. */
  wake(): void {
    const context = this.current.peek();
    if (context === null || this.open.peek()) return;
    const now = this.around.now();
    if (now - this.askedAt < ASK_EVERY_MS) return;
    void this.ask(context.state === "closed" ? this.replace() : context);
  }

  /** Every few seconds: whether it still runs, by its own time. */
  private look(): void {
    const context = this.current.peek();
    if (context === null) return;
    const before = this.looked;
    const now = this.around.now();
    this.looked = { at: now, time: context.currentTime };
    if (before !== null && context.state === "running" && now - before.at < SLEPT_MS) {
      this.frozen = context.currentTime <= before.time;
    }
    this.see();
    // A stop and a start may bring it back. A new one might not: outside a press a browser need not let it run.
    if (this.frozen) void context.suspend().then(() => this.ask(context), refused);
    else this.wake();
  }

  private see(): void {
    const open = this.current.peek()?.state === "running" && !this.frozen;
    if (!open && this.open.peek()) this.takenAt = this.around.now();
    this.open.value = open;
  }

  private async ask(context: AudioContext): Promise<void> {
    this.askedAt = this.around.now();
    await context.resume().catch(refused);
    this.see();
  }

  private replace(): AudioContext {
    const before = this.current.peek();
    if (before !== null) {
      before.onstatechange = null;
      if (before.state !== "closed") void before.close();
    }
    const context = this.around.open();
    keepGoing(context);
    this.frozen = false;
    this.looked = null;
    this.takenAt = this.around.now();
    this.current.value = context;
    context.onstatechange = () => {
      this.see();
      this.wake();
    };
    return context;
  }
}

/** It says so by its state, and is asked again. */
function refused(): void {}

/** A source of silence: a browser may let the time of a context stand still that has nothing to play. */
function keepGoing(context: AudioContext): void {
  const silence = context.createConstantSource();
  silence.offset.value = 0;
  silence.connect(context.destination);
  silence.start();
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** At the end of a press and not before: words that go as the sound returns must not move what is under a finger. */
const PRESSES = ["click", "keyup"] as const;

function browser(): Around {
  return {
    open: () => new AudioContext(),
    now: () => performance.now(),
    every: everySteadily,
    onChance: (act) => {
      for (const kind of PRESSES) addEventListener(kind, () => act(true));
      for (const kind of ["pageshow", "focus", "online"]) addEventListener(kind, () => act(false));
      for (const kind of ["visibilitychange", "resume"]) document.addEventListener(kind, () => act(false));
      navigator.mediaDevices?.addEventListener("devicechange", () => act(false));
    },
  };
}
