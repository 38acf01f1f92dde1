/** The thin shell around `protocol.ts`: a WebSocket, a timer, and the page's own signs of life. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { noteServed } from "../renewal/renewal";
import type { ToHub } from "../wire/generated";
import { type Line, lineOf } from "./line";
import type { Position } from "./position";
import { type Action, type News, Protocol } from "./protocol";
import { everySteadily } from "./steady";

const TICK_MS = 250;

/** What the shell needs of the browser; tests bring their own. */
export interface Surroundings {
  readonly open: (url: string) => Socket;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly random: () => number;
  /** Call again and again; return how to stop. */
  readonly every: (ms: number, act: () => void) => () => void;
  /** Call when the page is looked at again or the network is back; return how to stop. */
  readonly onWake: (act: () => void) => () => void;
}

/** The part of a WebSocket that is used. */
export interface Socket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly token: string;
  /** `console`, `station:ID` or `incident:ID`. */
  readonly view: string;
  readonly position?: Position | null;
  /** Hears everything in order, at once. */
  readonly deliver: (news: News) => void;
}

export class Connection {
  private readonly protocol: Protocol;
  private readonly lineSignal;
  private readonly stops: (() => void)[];
  private socket: Socket | null = null;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly around: Surroundings = browser(),
  ) {
    const { token, view, position = null } = options;
    this.protocol = new Protocol({ token, view, position, random: around.random });
    this.lineSignal = signal<Line>(lineOf(this.protocol, around.now()));
    this.act(this.protocol.start(around.now()));
    this.stops = [
      around.every(TICK_MS, () => this.act(this.protocol.tick(around.now()))),
      around.onWake(() => this.act([...this.protocol.start(around.now()), ...this.protocol.tick(around.now())])),
    ];
  }

  /** The state of the line; a new value only where a screen would show something else. */
  get line(): ReadonlySignal<Line> {
    return this.lineSignal;
  }

  get position(): Position | null {
    return this.protocol.position;
  }

  /** Call a few times a second, as long as the page's timers run; return how to stop. */
  onTick(act: () => void): () => void {
    return this.around.every(TICK_MS, act);
  }

  /** The hub's time in milliseconds since 1970; null before the hub said any. */
  hubNow(): number | null {
    return this.protocol.time.at(this.around.now());
  }

  /** Send a frame where the line is open; false where it is not. Commands go through the outbox. */
  send(frame: ToHub): boolean {
    const actions = this.protocol.sent(frame);
    this.act(actions);
    return actions.length > 0;
  }

  /** Say this client's condition, now and on every new line. */
  setHealth(health: { readonly hidden: boolean; readonly sound: boolean; readonly battery: number | null }): void {
    this.act(this.protocol.setHealth(health));
  }

  /** End the stream for good. */
  close(): void {
    for (const stop of this.stops) stop();
    this.act(this.protocol.leave());
  }

  private act(actions: readonly Action[]): void {
    for (const action of actions) {
      if (action.do === "connect") this.connect();
      else if (action.do === "disconnect") this.disconnect();
      else if (action.do === "send") this.socket?.send(JSON.stringify(action.frame));
      else this.deliver(action.news);
    }
    this.showLine();
  }

  private deliver(news: News): void {
    if (news.kind === "welcome") noteServed(news.build);
    this.options.deliver(news);
  }

  private connect(): void {
    this.disconnect();
    const socket = this.around.open(this.options.url);
    this.socket = socket;
    socket.onopen = () => this.act(this.protocol.opened(this.around.now()));
    socket.onmessage = (event) => this.act(this.protocol.received(event.data as string, this.around.now()));
    socket.onclose = (event) => {
      this.socket = null;
      this.act(this.protocol.closed(event.code, this.around.now()));
    };
  }

  /** Let go of the socket; what still comes over it is not heard. A half-open one would never say that it closed. */
  private disconnect(): void {
    const socket = this.socket;
    if (socket === null) return;
    this.socket = null;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private showLine(): void {
    const line = lineOf(this.protocol, this.around.now());
    const shown = this.lineSignal.peek();
    const same = line.state === shown.state && line.silentS === shown.silentS && line.open === shown.open;
    // While all is well the time of the last word moves with every frame, and no screen shows it.
    if (!same || (line.state !== "ok" && line.dataAsOf !== shown.dataAsOf)) this.lineSignal.value = line;
  }
}

/** Where this page's hub takes streams. */
export function streamUrl(origin: string): string {
  return `${origin.replace(/^http/, "ws")}/api/v1/stream`;
}

function browser(): Surroundings {
  return {
    open: (url) => new WebSocket(url),
    now: () => performance.now(),
    random: () => Math.random(),
    every: everySteadily,
    onWake: (act) => {
      const seen = () => document.visibilityState === "visible" && act();
      document.addEventListener("visibilitychange", seen);
      addEventListener("online", act);
      addEventListener("pageshow", act);
      return () => {
        document.removeEventListener("visibilitychange", seen);
        removeEventListener("online", act);
        removeEventListener("pageshow", act);
      };
    },
  };
}
