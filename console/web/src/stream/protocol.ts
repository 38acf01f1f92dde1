/**
 * The client's side of the stream without I/O: what happens goes in, with the time; what is to be done comes out.
 * `connection.ts` carries it out over a WebSocket. Nothing here waits, draws lots or asks a clock.
 *
 * The stream proves that it missed nothing: every event and mark names the one before it (`prev`). Where that is not
 * what this client has, it comes back with its own position; where that happens again and again, without one, for a
 * snapshot.
 */

import type { AnyEvent, FromHub, RecordPosition, Reset, Role, State, ToHub } from "../wire/generated";
import { HubTime } from "./hub_time";
import { isSame, type Position, type Proof, placeOf, proofOf, proven } from "./position";

/** A ping is sent so often; the hub answers within milliseconds, so silence says that the line is dead. */
export const PING_EVERY_MS = 2000;
/** After so much silence the screen says so, in amber. */
export const SILENT_AFTER_MS = 3000;
/** After so much silence the socket is given up: a half-open one looks connected for minutes. */
export const LOST_AFTER_MS = 6000;
const BACK_OFF_MS = 500;
const BACK_OFF_AT_MOST_MS = 8000;
const GAPS_UNTIL_RESET = 3;
/** Close codes of the contract after which coming back is of no use. */
const SIGNED_OUT = 4401;
const FORBIDDEN = 4403;

/** What the driver must do. `connect` replaces any socket there was; `deliver` is for the page. */
export type Action =
  | { readonly do: "connect" }
  | { readonly do: "disconnect"; readonly reason: string }
  | { readonly do: "send"; readonly frame: ToHub }
  | { readonly do: "deliver"; readonly news: News };

/** What a page hears, in the order of the record. `caught_up`: all that was missed has come. `cut`: the line broke. */
export type News =
  | { readonly kind: "welcome"; readonly role: Role; readonly build: string | null }
  | { readonly kind: "reset"; readonly reason: Reset["reason"]; readonly parts: readonly Partial<State>[] }
  | { readonly kind: "event"; readonly event: AnyEvent; readonly late: boolean }
  | { readonly kind: "mark"; readonly seq: number }
  | { readonly kind: "caught_up" }
  | { readonly kind: "cut" }
  | { readonly kind: "answer"; readonly answer: Extract<FromHub, { type: "done" | "refused" }> }
  | { readonly kind: "presence"; readonly incident: string; readonly doing: string; readonly who: string };

/** `ended`: `signed_out` (no such token, or not any more), `forbidden` (this token may not see the view). */
export type Phase = "idle" | "connecting" | "greeting" | "open" | "waiting" | "ended";
export type Ending = "signed_out" | "forbidden" | "left";

interface Options {
  readonly token: string;
  /** `console`, `station:ID` or `incident:ID`. */
  readonly view: string;
  /** From 0 to 1, for the spread of reconnecting clients. */
  readonly random: () => number;
  readonly position?: Position | null;
}

export class Protocol {
  readonly time = new HubTime();
  phase: Phase = "idle";
  ending: Ending | null = null;
  position: Position | null;
  /** When anything was last heard, in the driver's monotonic milliseconds; null before the first word. */
  heardAt: number | null = null;

  private proof: Proof | null = null;
  private attempts = 0;
  private gaps = 0;
  private retryAt = 0;
  private begunAt = 0;
  private tickedAt = 0;
  /** Silence counts from here: what was not listened to is no silence. */
  private awakeSince = 0;
  private pingedAt = 0;
  private pings = new Map<number, number>();
  private pingNumber = 0;
  private head = 0;
  private behind = true;
  private parts: Partial<State>[] = [];
  /** A snapshot was announced and is not whole yet: until then the position is that of what came before, or none. */
  private resetDue = false;
  private health: Extract<ToHub, { type: "health" }> | null = null;

  constructor(private readonly options: Options) {
    this.position = options.position ?? null;
  }

  /** Begin, or begin again at once: the line is said to be back, or the page is looked at. */
  start(now: number): Action[] {
    if (this.phase !== "idle" && this.phase !== "waiting") return [];
    this.attempts = 0;
    if (this.phase === "idle") this.awakeSince = now;
    return this.connect(now);
  }

  /** The page is done with the stream. */
  leave(): Action[] {
    this.phase = "ended";
    this.ending = "left";
    return [{ do: "disconnect", reason: "the page left" }];
  }

  /** The socket is open: say hello. */
  opened(now: number): Action[] {
    if (this.phase !== "connecting") return [];
    this.phase = "greeting";
    this.begunAt = now;
    const { token, view } = this.options;
    return [
      { do: "send", frame: { type: "hello", protocol: 1, token, view, position: proven(this.position, this.proof) } },
    ];
  }

  /** The socket ended, by whomever. */
  closed(code: number, now: number): Action[] {
    if (this.phase === "ended" || this.phase === "idle" || this.phase === "waiting") return [];
    if (code === SIGNED_OUT || code === FORBIDDEN) {
      this.phase = "ended";
      this.ending = code === SIGNED_OUT ? "signed_out" : "forbidden";
      return [];
    }
    return this.retry(now);
  }

  /** Time passed: called a few times a second, or as rarely as a hidden page's timers run. */
  tick(now: number): Action[] {
    if (now - this.tickedAt > SILENT_AFTER_MS) {
      this.awakeSince = now;
      this.time.doubt();
    }
    this.tickedAt = now;
    switch (this.phase) {
      case "waiting":
        return now >= this.retryAt ? this.connect(now) : [];
      case "connecting":
      case "greeting":
        return now - Math.max(this.begunAt, this.awakeSince) >= LOST_AFTER_MS ? this.giveUp("no answer", now) : [];
      case "open":
        if (this.silentMs(now) >= LOST_AFTER_MS) return this.giveUp("nothing heard", now);
        return now - this.pingedAt >= PING_EVERY_MS ? [this.ping(now)] : [];
      default:
        return [];
    }
  }

  /** A text frame came. */
  received(text: string, now: number): Action[] {
    if (this.phase !== "greeting" && this.phase !== "open") return [];
    this.heardAt = now;
    const frame = JSON.parse(text) as FromHub;
    switch (frame.type) {
      case "welcome":
        return this.welcomed(frame, now);
      case "reset":
        return this.resetPart(frame as Reset);
      case "event":
        return this.follow(frame, now) ?? this.moved({ kind: "event", event: frame.event, late: this.behind });
      case "mark":
        return this.follow(frame, now) ?? this.moved({ kind: "mark", seq: frame.seq });
      case "pong":
        this.prove(frame.position);
        this.answered(frame.n, frame.server_time, now);
        return [];
      case "done":
      case "refused":
        return deliver({ kind: "answer", answer: frame });
      case "presence":
        return deliver({ kind: "presence", incident: frame.incident, doing: frame.doing, who: frame.who });
      default:
        return []; // a newer hub's frame: what stands in the contract keeps its meaning
    }
  }

  /** How long nothing was heard although somebody listened, in milliseconds. */
  silentMs(now: number): number {
    return this.heardAt === null ? now - this.awakeSince : now - Math.max(this.heardAt, this.awakeSince);
  }

  /** Whether frames can be sent now. */
  get open(): boolean {
    return this.phase === "open";
  }

  /** Say the condition of this client now, and again on every new line. */
  setHealth(health: Omit<Extract<ToHub, { type: "health" }>, "type">): Action[] {
    this.health = { type: "health", ...health };
    return this.sent(this.health);
  }

  /** Send a frame where the line is open; nothing is kept for later (that is the outbox's). */
  sent(frame: ToHub): Action[] {
    return this.open ? [{ do: "send", frame }] : [];
  }

  private connect(now: number): Action[] {
    this.phase = "connecting";
    this.begunAt = now;
    this.tickedAt = now;
    this.pings.clear();
    this.parts = [];
    return [{ do: "connect" }];
  }

  private welcomed(frame: Extract<FromHub, { type: "welcome" }>, now: number): Action[] {
    // The welcome says where the stream starts; this page is there only if it was there before.
    this.resetDue = Boolean(frame.reset) || !isSame(frame.position, this.position);
    this.prove(frame.position);
    this.phase = "open";
    this.attempts = 0;
    this.head = frame.head.seq;
    this.behind = true;
    this.time.sample(frame.server_time, this.begunAt, now);
    const news = deliver({ kind: "welcome", role: frame.role, build: frame.build ?? null });
    const health: Action[] = this.health === null ? [] : [{ do: "send", frame: this.health }];
    const caughtUp = !this.resetDue && frame.position.seq >= this.head ? this.caughtUp() : [];
    return [...news, ...health, this.ping(now), ...caughtUp];
  }

  private resetPart(frame: Reset): Action[] {
    if (frame.part === 1) this.parts = [];
    this.parts.push(frame.state as Partial<State>);
    if (frame.part < frame.parts) return [];
    const parts = this.parts;
    this.parts = [];
    this.resetDue = false;
    this.position = placeOf(frame.position);
    this.prove(frame.position);
    this.gaps = 0;
    return this.moved({ kind: "reset", reason: frame.reason, parts });
  }

  /** Keep the hash of a position that is this page's own; of a history that a snapshot replaces it is not. */
  private prove(told: RecordPosition | null): void {
    if (!this.resetDue) this.proof = proofOf(told ?? undefined, this.position, this.proof);
  }

  /** Check that a frame follows; null where it does, else what to do about it. */
  private follow(frame: { readonly seq: number; readonly prev: number }, now: number): Action[] | null {
    if (this.position !== null && !this.resetDue && frame.prev === this.position.seq) {
      this.position = { epoch: this.position.epoch, seq: frame.seq };
      this.gaps = 0;
      return null;
    }
    this.gaps += 1;
    if (this.gaps >= GAPS_UNTIL_RESET) this.position = null;
    return this.giveUp(`event ${frame.seq} follows ${frame.prev}, which this page does not have`, now);
  }

  private moved(news: News): Action[] {
    const arrived = this.behind && (this.position?.seq ?? 0) >= this.head;
    return [...deliver(news), ...(arrived ? this.caughtUp() : [])];
  }

  private caughtUp(): Action[] {
    this.behind = false;
    return deliver({ kind: "caught_up" });
  }

  private ping(now: number): Action {
    this.pingedAt = now;
    this.pingNumber += 1;
    this.pings.set(this.pingNumber, now);
    return { do: "send", frame: { type: "ping", n: this.pingNumber } };
  }

  private answered(n: number, serverTime: string, now: number): void {
    const sentAt = this.pings.get(n);
    if (sentAt === undefined) return;
    for (const number of this.pings.keys()) if (number <= n) this.pings.delete(number);
    this.time.sample(serverTime, sentAt, now);
  }

  private giveUp(reason: string, now: number): Action[] {
    return [{ do: "disconnect", reason }, ...this.retry(now)];
  }

  /** Come back soon, and ever less often: thousands of clients must not all come at once (full jitter). */
  private retry(now: number): Action[] {
    const wasOpen = this.open;
    const most = Math.min(BACK_OFF_AT_MOST_MS, BACK_OFF_MS * 2 ** this.attempts);
    this.attempts += 1;
    this.phase = "waiting";
    this.retryAt = now + this.options.random() * most;
    return wasOpen ? deliver({ kind: "cut" }) : [];
  }
}

function deliver(news: News): Action[] {
  return [{ do: "deliver", news }];
}
