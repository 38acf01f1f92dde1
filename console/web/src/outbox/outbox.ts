/**
 * The way out for everything that is pressed: kept first, sent when the line is open, once as far as the hub is
 * concerned, shown with its state until it is answered. Of several tabs of one person one sends (a Web Lock) and all
 * show; they tell each other over a channel.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { AnyCommand, FromHub, ToHub } from "../wire/generated";
import {
  type Entry,
  inOrder,
  interrupted,
  isSettled,
  type Resend,
  received,
  refused,
  resumed,
  sendable,
} from "./queue";
import type { Store } from "./store";

/** How long an answered entry is still shown and kept. */
const KEPT_AFTER_MS = 10 * 60_000;

type Answer = Extract<FromHub, { type: "done" | "refused" }>;

export interface OutboxOptions {
  readonly store: Store;
  /** Whose acts: role, name and station of the token, in one text. */
  readonly owner: string;
  readonly resend: Resend;
  /** Put a frame on the wire; false where the line is not open. */
  readonly send: (frame: ToHub) => boolean;
  /** Milliseconds since 1970, the hub's where it is known. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly tabs?: Tabs;
}

/** The other tabs of this person. Alone in tests. */
export interface Tabs {
  /** Call `act` once this tab is the one that sends; until then others do. */
  readonly whenSender: (act: () => void) => void;
  readonly tell: () => void;
  readonly onTold: (act: () => void) => void;
}

export class Outbox {
  private readonly shown = signal<readonly Entry[]>([]);
  private sender = false;
  private lineOpen = false;
  /** Changes to the store one after the other, so that what is kept last is what was last. */
  private work: Promise<void> = Promise.resolve();

  private constructor(private readonly options: OutboxOptions) {}

  /** Open the outbox with what was left in it. */
  static async open(options: OutboxOptions): Promise<Outbox> {
    const outbox = new Outbox(options);
    await outbox.reload();
    const tabs = options.tabs;
    if (tabs === undefined) outbox.sender = true;
    else {
      tabs.onTold(() => void outbox.later(() => outbox.reload().then(() => outbox.sendWaiting())));
      tabs.whenSender(() => void outbox.later(() => outbox.becomeSender()));
    }
    return outbox;
  }

  /** Everything pressed that is not answered, and what was answered of late, in the order of pressing. */
  get entries(): ReadonlySignal<readonly Entry[]> {
    return this.shown;
  }

  /**
   * Take an act. Resolves with its id once it is kept; only then may a page say that it will go. It carries the time of
   * pressing as `occurred_at` from the beginning: the same id must always say the same. An id of the page's own that was
   * taken before is not taken again.
   */
  press(command: AnyCommand, id = this.options.newId()): Promise<string> {
    const pressedAt = new Date(this.options.now()).toISOString();
    return this.later(async () => {
      if (this.shown.peek().some((entry) => entry.id === id)) return;
      const number = 1 + Math.max(0, ...this.shown.peek().map((entry) => entry.number));
      const { owner } = this.options;
      const whole = { ...command, occurred_at: pressedAt };
      const fresh = { problem: null, settledAt: null, state: "waiting" } as const;
      await this.keep([{ id, owner, number, command: whole, pressedAt, ...fresh }]);
      await this.sendWaiting();
    }).then(() => id);
  }

  /** The person says that an act which asked shall go now. */
  confirm(id: string): Promise<void> {
    return this.later(async () => {
      await this.change(id, (entry) => (entry.state === "asking" ? { ...entry, state: "waiting" } : entry));
      await this.sendWaiting();
    });
  }

  /** Take an act back that is not on the wire, or put an answered one away. */
  discard(id: string): Promise<void> {
    return this.later(async () => {
      if (this.shown.peek().find((entry) => entry.id === id)?.state === "sent") return;
      await this.options.store.remove([id]);
      this.shown.value = this.shown.peek().filter((entry) => entry.id !== id);
      this.options.tabs?.tell();
      await this.sendWaiting();
    });
  }

  /** The line is open and everything that was missed has come: what waits goes, or asks. */
  lineReady(): Promise<void> {
    return this.later(async () => {
      this.lineOpen = true;
      if (!this.sender) return;
      await this.keepChanged((entry) => resumed(entry, this.options.resend));
      await this.sendWaiting();
    });
  }

  /** The line broke. */
  lineLost(): Promise<void> {
    return this.later(async () => {
      if (!this.lineOpen) return;
      this.lineOpen = false;
      if (this.sender) await this.keepChanged(interrupted);
    });
  }

  /** The hub answered a command. */
  answered(answer: Answer): Promise<void> {
    const { resend } = this.options;
    const now = this.options.now();
    return this.later(async () => {
      if (answer.type === "done") await this.change(answer.id, (entry) => received(entry, now));
      else await this.change(answer.id, (entry) => refused(entry, answer.problem, resend, now));
      // What was refused for a passing trouble must not go again at once.
      if (!this.waits(answer.id)) await this.sendWaiting();
    });
  }

  /** Try again what the hub could not take; to be called every few seconds. */
  retry(): void {
    if (this.lineOpen && sendable(this.shown.peek()).length > 0) void this.later(() => this.sendWaiting());
  }

  /** An event names the command that brought it about: the hub has that one, whether its answer came or not. */
  caused(cause: string | null): void {
    const waiting = this.shown.peek().some((entry) => entry.id === cause && !isSettled(entry));
    if (cause === null || !waiting) return;
    const now = this.options.now();
    void this.later(async () => {
      await this.change(cause, (entry) => received(entry, now));
      await this.sendWaiting();
    });
  }

  private waits(id: string): boolean {
    return this.shown.peek().some((entry) => entry.id === id && entry.state === "waiting");
  }

  private async becomeSender(): Promise<void> {
    this.sender = true;
    await this.reload();
    await this.keepChanged(interrupted);
    if (this.lineOpen) await this.keepChanged((entry) => resumed(entry, this.options.resend));
    await this.sendWaiting();
  }

  private async sendWaiting(): Promise<void> {
    if (!this.sender || !this.lineOpen) return;
    for (const entry of sendable(this.shown.peek())) {
      // Kept as sent before it is: what was on the wire must never look as if it had not been.
      await this.keep([{ ...entry, state: "sent" }]);
      if (!this.options.send({ type: "command", id: entry.id, command: entry.command })) return this.keep([entry]);
    }
  }

  private async reload(): Promise<void> {
    const all = await this.options.store.list(this.options.owner);
    const oldest = this.options.now() - KEPT_AFTER_MS;
    const gone = all.filter((entry) => entry.settledAt !== null && entry.settledAt < oldest);
    if (gone.length > 0) await this.options.store.remove(gone.map((entry) => entry.id));
    this.shown.value = inOrder(all.filter((entry) => !gone.includes(entry)));
  }

  private change(id: string, how: (entry: Entry) => Entry): Promise<void> {
    return this.keepChanged((entry) => (entry.id === id ? how(entry) : entry));
  }

  private async keepChanged(how: (entry: Entry) => Entry): Promise<void> {
    const changed = this.shown.peek().flatMap((entry) => {
      const after = how(entry);
      return after === entry ? [] : [after];
    });
    if (changed.length > 0) await this.keep(changed);
  }

  private async keep(changed: readonly Entry[]): Promise<void> {
    await this.options.store.put(changed);
    const ids = new Set(changed.map((entry) => entry.id));
    this.shown.value = inOrder([...this.shown.peek().filter((entry) => !ids.has(entry.id)), ...changed]);
    this.options.tabs?.tell();
  }

  private later(act: () => Promise<void>): Promise<void> {
    const done = this.work.then(act);
    // A failure belongs to whoever asked for it; those who come after it go on.
    this.work = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }
}
