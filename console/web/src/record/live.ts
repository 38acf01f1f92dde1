/**
 * The record as it happens: the stream folded into a state, the hub's clock, the outbox.
 *
 * Every event is folded and told to listeners at once; the state that pages render from is put on view at most once per
 * `SHOW_EVERY_MS`, so that a surge costs pictures and not events. Sounds and receipts must not wait for a picture, and a
 * hidden page's timers may come a minute late: they follow `heard`, and a hidden page shows in the frame itself.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import { evolve } from "../fold/evolve";
import { EMPTY, fromJson, type State } from "../fold/state";
import { evolveStation } from "../fold/station";
import type { Outbox } from "../outbox/outbox";
import { Connection, type ConnectionOptions, type Surroundings } from "../stream/connection";
import type { Line } from "../stream/line";
import type { News } from "../stream/protocol";
import type { AnyEvent, PresenceFrame, Role } from "../wire/generated";
import { Listeners } from "./listeners";
import type { Clock, Happened, Record } from "./record";

const SHOW_EVERY_MS = 40;
/** After a quiet while: what one command brought about comes in one go and is shown together. */
const SHOW_SOON_MS = 8;
const RETRY_EVERY_S = 5;

/** Who is looking at an incident, or writing, at another console; forgotten when nothing was heard for a while. */
export interface PresenceTold {
  readonly incident: string;
  readonly doing: string;
  readonly who: string;
}

export interface LiveRecord extends Record {
  readonly live: true;
  readonly line: ReadonlySignal<Line>;
  /** The token's role; null before the first welcome. */
  readonly role: ReadonlySignal<Role | null>;
  /** The state with all that was heard, set within the frame that brings it; while this page catches up it waits. */
  readonly heard: ReadonlySignal<State>;
  /** Whether a snapshot has come: before that the state is empty and means nothing. */
  readonly loaded: ReadonlySignal<boolean>;
  readonly onPresence: (listener: (told: PresenceTold) => void) => () => void;
  /** Say that this client shows its orders, or rings for them, up to what was heard. */
  readonly seen: () => void;
  readonly tellPresence: (presence: Omit<PresenceFrame, "type">) => void;
  readonly setHealth: Connection["setHealth"];
  /** Put a frame on the wire; false where the line is not open. Commands go through the outbox. */
  readonly send: Connection["send"];
  /** Tell an outbox of the line and of answers from now on; `outbox/own.ts` opens one that sends over this record. */
  readonly attach: (outbox: Outbox) => void;
}

export interface LiveOptions extends Omit<ConnectionOptions, "deliver"> {
  /** Put off an act by so many milliseconds. */
  readonly defer?: (act: () => void, ms: number) => void;
  /** Whether nobody sees the page now. */
  readonly hidden?: () => boolean;
  /** Call as the page is hidden. */
  readonly onHidden?: (act: () => void) => void;
}

export function openLive(options: LiveOptions, around?: Surroundings): LiveRecord {
  return new Live(options, around);
}

class Live implements LiveRecord {
  readonly live = true;
  readonly state = signal<State>(EMPTY);
  readonly heard = signal<State>(EMPTY);
  readonly role = signal<Role | null>(null);
  readonly loaded = signal(false);
  readonly clock: Clock;
  private readonly happened = new Listeners<Happened>();
  private readonly presence = new Listeners<PresenceTold>();
  private readonly connection: Connection;
  private readonly fold: (state: State, event: AnyEvent) => State;
  private readonly stops: (() => void)[];
  private newest: State = EMPTY;
  private showing = false;
  private shownAt = Number.NEGATIVE_INFINITY;
  private outbox: Outbox | null = null;
  private caughtUp = false;

  constructor(
    private readonly options: LiveOptions,
    around?: Surroundings,
  ) {
    const { url, token, view, position = null } = options;
    this.fold = view.startsWith("station:") ? evolveStation(view.slice("station:".length)) : evolve;
    this.connection = new Connection({ url, token, view, position, deliver: (news) => this.hear(news) }, around);
    const second = signal<number | null>(null);
    this.clock = { now: () => this.connection.hubNow(), second };
    this.stops = [this.connection.onTick(() => this.tick(second))];
    // What was put off while it was seen is not left to a hidden page's timers.
    (options.onHidden ?? onHidden)(() => this.showing && this.put());
  }

  get line(): ReadonlySignal<Line> {
    return this.connection.line;
  }

  readonly onEvent = this.happened.add;
  readonly onPresence = this.presence.add;

  readonly seen = (): void => {
    const { seq } = this.heard.peek();
    if (seq > 0) this.connection.send({ type: "seen", seq });
  };

  readonly tellPresence = (presence: Omit<PresenceFrame, "type">): void => {
    this.connection.send({ type: "presence", ...presence });
  };

  readonly setHealth: Connection["setHealth"] = (health) => this.connection.setHealth(health);
  readonly send: Connection["send"] = (frame) => this.connection.send(frame);

  readonly attach = (outbox: Outbox): void => {
    this.outbox = outbox;
    if (this.caughtUp) void outbox.lineReady();
  };

  readonly close = (): void => {
    for (const stop of this.stops) stop();
    this.connection.close();
  };

  private hear(news: News): void {
    const outbox = this.outbox;
    switch (news.kind) {
      case "welcome":
        this.role.value = news.role;
        break;
      case "reset":
        this.newest = fromJson(...news.parts);
        this.loaded.value = true;
        this.show();
        break;
      case "event":
        this.apply(news.event, news.late);
        break;
      case "mark":
        this.newest = { ...this.newest, seq: news.seq };
        this.publish();
        break;
      case "caught_up":
        this.caughtUp = true;
        this.publish();
        void outbox?.lineReady();
        break;
      case "cut":
        this.caughtUp = false;
        void outbox?.lineLost();
        break;
      case "answer":
        void outbox?.answered(news.answer);
        break;
      case "presence":
        this.presence.tell(news);
        break;
    }
  }

  private apply(event: AnyEvent, late: boolean): void {
    const before = this.newest;
    this.newest = this.fold(before, event);
    this.outbox?.caused(event.cause);
    this.happened.tell({ event, before, after: this.newest, late });
    this.publish();
  }

  /** Let sounds and receipts follow at once, and the picture soon; while nobody sees the page, at once as well. */
  private publish(): void {
    if (this.caughtUp) this.heard.value = this.newest;
    if (this.caughtUp && (this.options.hidden ?? isHidden)()) this.put();
    else this.show();
  }

  /** Put the newest state on view soon: almost at once after a quiet while, together with what comes next in a surge. */
  private show(): void {
    if (this.showing) return;
    this.showing = true;
    const defer = this.options.defer ?? ((act, ms) => setTimeout(act, ms));
    const quietMs = performance.now() - this.shownAt;
    defer(() => this.put(), Math.max(SHOW_SOON_MS, SHOW_EVERY_MS - quietMs));
  }

  private put(): void {
    this.showing = false;
    this.shownAt = performance.now();
    this.state.value = this.newest;
  }

  private tick(second: { value: number | null; peek(): number | null }): void {
    const now = this.clock.now();
    const whole = now === null ? null : Math.floor(now / 1000);
    if (whole === second.peek()) return;
    second.value = whole;
    if (whole !== null && whole % RETRY_EVERY_S === 0) this.outbox?.retry();
  }
}

function isHidden(): boolean {
  return typeof document !== "undefined" && document.visibilityState === "hidden";
}

function onHidden(act: () => void): void {
  if (typeof document === "undefined") return;
  document.addEventListener("visibilitychange", () => isHidden() && act());
}
