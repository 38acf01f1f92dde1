/**
 * Which sound is due, from what happened: pure, time is an argument (milliseconds of the page's own clock).
 *
 * An incident rings until somebody takes it, on every console; what becomes urgent after it was taken rings again.
 * Silence lasts thirty seconds, or until something new becomes urgent. The highest sound plays alone.
 */

import type { Rank } from "../derived/urgency";
import type { State } from "../fold/state";
import type { Happened } from "../record/record";
import type { Sound } from "./patterns";

export const SILENCE_MS = 30_000;
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

export class Ringing {
  /** In band A, and not taken since. */
  private readonly urgent = new Set<string>();
  private readonly inBandA = new Set<string>();
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
    if (event.type === "incident.taken") this.urgent.delete(event.incident);
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
  look(ranks: readonly Rank[], state: State): void {
    const inBandA = new Set<string>();
    this.fresh.clear();
    this.drills.clear();
    for (const { id, band, exercise } of ranks) {
      const incident = state.incidents.get(id);
      if (incident === undefined || incident.test) continue;
      if (incident.taken_by === null) (exercise ? this.drills : this.fresh).add(id);
      if (band !== "A" || exercise) continue;
      inBandA.add(id);
      if (!this.inBandA.has(id)) this.becomesUrgent(id, incident.taken_by !== null);
    }
    for (const id of this.inBandA) if (!inBandA.has(id)) this.urgent.delete(id);
    this.inBandA.clear();
    for (const id of inBandA) this.inBandA.add(id);
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
    if (this.urgent.size > 0) return ring("urgent", this.urgent.size);
    if (lost) return ring("system", 1);
    if (this.fresh.size > 0) return { ...ring("fresh", this.fresh.size), grouped };
    return this.drills.size > 0 ? ring("drill", this.drills.size) : ring(null, 0);
  }

  /** On a page that was just opened, what somebody has in hand already does not ring. */
  private becomesUrgent(id: string, taken: boolean): void {
    if (!this.begun && taken) return;
    this.urgent.add(id);
    this.silentUntil = 0;
    if (this.begun) this.count("urgent");
  }

  private count(which: keyof Counts): void {
    this.counted = { ...this.counted, [which]: this.counted[which] + 1 };
  }
}
