/** The desk's bell: which sound is due, and the player that makes it once the watch has begun. */

import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Rank } from "../derived/urgency";
import type { LiveRecord } from "../record/live";
import { everySteadily } from "../stream/steady";
import { Output } from "./output";
import { GROUPED_EVERY_S, PATTERNS, type Sound } from "./patterns";
import { Player } from "./player";
import { type Counts, type Ring, Ringing } from "./ringing";

/**
 * `off`: the watch has not begun here · `listening`: the test sounds and waits for a word · `on` · `suspended`: the
 * system stopped it · `elsewhere`: another window of this browser rings.
 */
export type Armed = "off" | "listening" | "on" | "suspended" | "elsewhere";

const QUIET: Ring = { sound: null, count: 0, grouped: false, silentUntil: 0 };
const TICK_MS = 200;
/** A warning that comes with a new incident waits for the picture: the incident's own sound is higher. */
const WARN_AFTER_MS = 100;
/** Of a browser's windows the one that holds it rings. */
const LOCK = "onethree-sound";
const VOLUME_KEY = "onethree.volume";
export const VOLUME_FLOOR = 0.3;

export class Bell {
  readonly armed: Signal<Armed> = signal<Armed>("off");
  readonly ring: Signal<Ring> = signal(QUIET);
  readonly counts: Signal<Counts> = signal<Counts>({ urgent: 0, fresh: 0, warning: 0 });
  readonly silentS: Signal<number> = signal(0);
  readonly volume: Signal<number> = signal(readVolume());
  private readonly ringing = new Ringing();
  private readonly output: Output;
  private readonly player: Player;
  private warnAt = Number.POSITIVE_INFINITY;
  private seen: readonly Rank[] | null = null;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private holdsLock = false;
  private played: Sound | null = null;
  private playedCount = 0;
  private playedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly record: LiveRecord,
    ranks: ReadonlySignal<readonly Rank[]>,
    private readonly stalled: ReadonlySignal<boolean>,
    output = new Output(),
  ) {
    this.output = output;
    this.player = new Player(output);
    this.player.volume = this.volume.peek();
    record.onEvent((happened) => {
      const warns = this.ringing.hear(happened, performance.now());
      if (warns) this.warnAt = performance.now() + WARN_AFTER_MS;
      this.tick();
    });
    effect(() => {
      if (!record.loaded.value) return;
      this.seen = ranks.value;
      if (performance.now() - this.lookedAt >= TICK_MS || document.visibilityState === "hidden") this.tick();
    });
    effect(() => this.follow(output.running.value));
    everySteadily(TICK_MS, () => this.tick());
  }

  /** Begin the watch: the most urgent sound plays until somebody says that it is heard. Belongs into a click. */
  async arm(): Promise<void> {
    if (!(await this.ringsHere())) {
      this.armed.value = "elsewhere";
      return;
    }
    this.armed.value = "listening";
    await this.output.start();
    this.playedAt = Number.NEGATIVE_INFINITY;
    this.tick();
  }

  /** It was heard. */
  heard(): void {
    this.player.stop();
    this.played = null;
    this.begin();
  }

  /** Bring back what the system stopped. Belongs into a click. */
  resume(): Promise<void> {
    return this.output.start();
  }

  silence(): void {
    this.ringing.silence(performance.now());
    this.tick();
  }

  setVolume(share: number): void {
    this.volume.value = Math.max(VOLUME_FLOOR, share);
    this.player.volume = this.volume.value;
    localStorage.setItem(VOLUME_KEY, String(this.volume.value));
  }

  /** From now on it rings here, as soon as the system lets it. */
  private begin(): void {
    this.armed.value = this.output.running.peek() ? "on" : "suspended";
    this.tick();
  }

  /** The system stopped the sound, or gave it back: what began in silence sounds then. */
  private follow(running: boolean): void {
    const armed = this.armed.peek();
    if (armed !== "on" && armed !== "suspended") return;
    this.playedAt = Number.NEGATIVE_INFINITY;
    this.armed.value = running ? "on" : "suspended";
    this.tick();
  }

  /**
   * Of several windows one rings: whoever holds the lock, until it is closed; then one that was told that another one
   * rings. Without locks every one does.
   */
  private async ringsHere(): Promise<boolean> {
    if (navigator.locks === undefined || this.holdsLock) return true;
    if (await this.holdLock({ ifAvailable: true })) return true;
    this.followAfter();
    return false;
  }

  /**
   * A window beside the one that rings need not be armed: it stands by, and rings when that one is closed. Where no window
   * of this browser rings nothing changes.
   */
  async standBeside(): Promise<void> {
    if (this.armed.peek() !== "off" || navigator.locks === undefined || this.holdsLock) return;
    const { held = [] } = await navigator.locks.query();
    if (this.armed.peek() !== "off" || !held.some((each) => each.name === LOCK)) return;
    this.armed.value = "elsewhere";
    this.followAfter();
  }

  /** Ring as soon as the window that rings is closed. */
  private followAfter(): void {
    void this.holdLock({}).then(async () => {
      if (this.armed.peek() !== "elsewhere") return;
      await this.output.start();
      this.begin();
    });
  }

  private holdLock(how: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      void navigator.locks.request(LOCK, how, (lock) => {
        this.holdsLock = lock !== null;
        resolve(this.holdsLock);
        return this.holdsLock ? new Promise<never>(() => undefined) : undefined;
      });
    });
  }

  private tick(): void {
    const now = performance.now();
    this.look(now);
    const ring = this.ringing.at(now, this.record.line.peek().state === "lost" || this.stalled.peek());
    const before = this.ring.peek();
    if (ring.sound !== before.sound || ring.count !== before.count || ring.grouped !== before.grouped) {
      this.ring.value = ring;
    }
    this.silentS.value = ring.silentUntil > 0 ? Math.ceil((ring.silentUntil - now) / 1000) : 0;
    this.counts.value = this.ringing.counts;
    this.sound(ring, now);
    // One that comes while the system holds the sound is heard when it is back.
    if (now >= this.warnAt && this.armed.peek() !== "suspended") this.warn();
  }

  /** In a surge the list is looked through a few times a second and not at every picture. */
  private look(now: number): void {
    if (this.seen === null || (now - this.lookedAt < TICK_MS && document.visibilityState !== "hidden")) return;
    this.ringing.look(this.seen, now);
    this.seen = null;
    this.lookedAt = now;
  }

  private sound(ring: Ring, now: number): void {
    const armed = this.armed.peek();
    if (armed === "suspended" && ring.sound !== null) this.output.wake();
    const wanted: Sound | null = armed === "listening" ? "urgent" : armed === "on" ? ring.sound : null;
    if (wanted === null) {
      if (this.played !== null && this.played !== "warning") this.player.stop();
      this.played = null;
      return;
    }
    const { every } = PATTERNS[wanted];
    const period = (ring.grouped && wanted === "fresh" ? GROUPED_EVERY_S : (every ?? 0)) * 1000;
    // One more sounds at once, unless they are so many that they are counted instead.
    const more = ring.count > this.playedCount && !(ring.grouped && wanted === "fresh");
    this.playedCount = ring.count;
    if (wanted === this.played && !more && now - this.playedAt < period) return;
    this.play(wanted, now);
  }

  /** The warning plays once, and only where nothing higher does. */
  private warn(): void {
    this.warnAt = Number.POSITIVE_INFINITY;
    if (this.armed.peek() === "on" && this.ring.peek().sound === null && this.silentS.peek() === 0) {
      this.player.play(PATTERNS.warning);
    }
  }

  private play(sound: Sound, now: number): void {
    if (!this.player.play(PATTERNS[sound])) return;
    this.played = sound;
    this.playedAt = now;
  }
}

function readVolume(): number {
  const stored = Number(localStorage.getItem(VOLUME_KEY) ?? 1);
  return Number.isFinite(stored) ? Math.min(1, Math.max(VOLUME_FLOOR, stored)) : 1;
}
