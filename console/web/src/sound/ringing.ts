/**
 * Which sound is due, from what happened: pure, time is an argument (milliseconds of the page's own clock).
 *
 * A new incident rings until somebody takes it, on every console. An urgent one (nobody comes, or nobody is there in
 * time) is quiet for a minute once somebody took it, and rings again while it is still urgent: taking it brings nobody.
 * Silence lasts thirty seconds, or until something new becomes urgent. The highest sound plays alone.
 */

import { GLYPHS, isUrgent, type Rank } from "../derived/urgency";
import type { Happened } from "../record/record";
import type { Sound } from "./patterns";

export const SILENCE_MS = 30_000;
/** How long somebody who took an urgent incident is left to work. */
export const TAKEN_QUIET_MS = 60_000;
const GROUP_OVER = 10;
const GROUP_WITHIN_MS = 10 * 60_000;

/** What rings now. `count`: of the sound's incidents; `grouped`: too many new ones for a burst each. */
export interface Ring {
  readonly sound: Exclude<Sound, "warning"> | null;
  readonly count: number;
  readonly grouped: boolean;
  /** Until when it is silenced, 0 where it is not. */
  readonly silentUntil: number;
}

export interface Counts {
  readonly urgent: number;
  readonly fresh: number;
  readonly warning: number;
}

const WARNING_PERCENTS = [0, 80];

interface Urgent {
  readonly level: number;
  readonly quietUntil: number;
}

export class Ringing {
  /** What is urgent: how much, and until when it is quiet because somebody took it. */
  private readonly urgent = new Map<string, Urgent>();
  private readonly fresh = new Set<string>();
  private readonly drills = new Set<string>();
  private openings: number[] = [];
  private silentUntil = 0;
  private counted: Counts = { urgent: 0, fresh: 0, warning: 0 };
  private begun = false;

  get counts(): Counts {
    return this.counted;
  }

  /** Take in an event; return whether the warning sounds for it. */
  hear({ event, before, late }: Happened, now: number): boolean {
    if (event.type === "incident.taken") this.quieten(event.incident, now);
    if (late || event.exercise) return false;
    if (event.type === "incident.opened" && !event.test) {
      this.openings.push(now);
      this.count("fresh");
    }
    const warns = event.type === "target.warned" && WARNING_PERCENTS.includes(event.percent);
    // Who is on scene already is not warned of: the crew's phone has the rest.
    if (!warns || before.incidents.get(event.incident)?.closed_at !== null) return false;
    this.count("warning");
    return true;
  }

  /** Take in the list as it is now. */
  look(ranks: readonly Rank[], now: number): void {
    const gone = new Set(this.urgent.keys());
    this.fresh.clear();
    this.drills.clear();
    for (const rank of ranks) {
      if (rank.test) continue;
      if (!rank.taken) (rank.exercise ? this.drills : this.fresh).add(rank.id);
      if (!isUrgent(rank) || rank.exercise) continue;
      gone.delete(rank.id);
      this.follow(rank, now);
    }
    for (const id of gone) this.urgent.delete(id);
    this.begun = true;
  }

  silence(now: number): void {
    this.silentUntil = now + SILENCE_MS;
  }

  /** Return what rings at a time. `lost`: the line is, or the hub's watch stands still. */
  at(now: number, lost: boolean): Ring {
    this.openings = this.openings.filter((each) => now - each < GROUP_WITHIN_MS);
    const silentUntil = this.silentUntil > now ? this.silentUntil : 0;
    const grouped = this.openings.length > GROUP_OVER;
    const ring = (sound: Ring["sound"], count: number) => ({ sound, count, grouped: false, silentUntil });
    if (silentUntil > 0) return ring(null, 0);
    const urgent = [...this.urgent.values()].filter((each) => each.quietUntil <= now).length;
    if (urgent > 0) return ring("urgent", urgent);
    if (lost) return ring("system", 1);
    if (this.fresh.size > 0) return { ...ring("fresh", this.fresh.size), grouped };
    return this.drills.size > 0 ? ring("drill", this.drills.size) : ring(null, 0);
  }

  /** What becomes urgent, or worse than it was, rings at once and ends a silence. */
  private follow({ id, glyph, taken }: Rank, now: number): void {
    const before = this.urgent.get(id);
    const level = GLYPHS.indexOf(glyph);
    const worse = before === undefined || level < before.level;
    // A page that was just opened leaves who has it in hand the minute.
    const quietUntil = !worse ? before.quietUntil : taken && !this.begun ? now + TAKEN_QUIET_MS : 0;
    this.urgent.set(id, { level, quietUntil });
    if (!worse || quietUntil > now) return;
    this.silentUntil = 0;
    if (this.begun) this.count("urgent");
  }

  private quieten(id: string, now: number): void {
    const before = this.urgent.get(id);
    if (before !== undefined) this.urgent.set(id, { ...before, quietUntil: now + TAKEN_QUIET_MS });
  }

  private count(which: keyof Counts): void {
    this.counted = { ...this.counted, [which]: this.counted[which] + 1 };
  }
}
