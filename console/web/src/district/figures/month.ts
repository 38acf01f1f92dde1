/** A month's report as the hub answers it, and what is read out of it. Pure. */

export interface Spread {
  readonly start: string;
  readonly end: string;
  readonly n: number;
  readonly p50_ms: number | null;
  readonly p90_ms: number | null;
  readonly p99_ms: number | null;
}

export interface Kept {
  readonly name: string;
  readonly kept: number;
  readonly late: number;
  readonly missed: number;
  readonly undecided: number;
  readonly worst_late_ms: number | null;
}

export interface StationLine {
  readonly station: string;
  readonly name: string;
  readonly orders: number;
  readonly declined: number;
  readonly no_answer: number;
  readonly kept: readonly Kept[];
  readonly spreads: readonly Spread[];
}

export interface Section {
  readonly incidents: number;
  readonly open: number;
  readonly alarms: number;
  readonly orders: number;
  readonly kept: readonly Kept[];
  readonly spreads: readonly Spread[];
  readonly stations: readonly StationLine[];
}

export interface MonthReport {
  readonly month: string;
  readonly from_at: string;
  readonly complete: boolean;
  readonly operations: Section;
  readonly exercises: Section;
}

/** The share kept of those that could be judged, 0 to 1; null where none could. */
export function shareOf({ kept, late, missed }: Kept): number | null {
  const judged = kept + late + missed;
  return judged === 0 ? null : kept / judged;
}

export function spreadOf(spreads: readonly Spread[], start: string, end: string): Spread | null {
  return spreads.find((each) => each.start === start && each.end === end) ?? null;
}

const STEPS = [1, 2, 5];
const TICKS_AT_MOST = 6;

/** Return round ticks in milliseconds from 0 up to at least `longestMs`: 0, 20 s, 40 s, 60 s. */
export function ticksOf(longestMs: number): number[] {
  for (let power = 100; ; power *= 10) {
    for (const each of STEPS) {
      const step = each * power;
      const count = Math.ceil(longestMs / step);
      if (count < TICKS_AT_MOST) return Array.from({ length: count + 1 }, (_, place) => place * step);
    }
  }
}

/** The scale of a picture that is to hold all of these: the longest p99, at least a second. */
export function longest(spreads: readonly Spread[]): number {
  return Math.max(1000, ...spreads.map((each) => each.p99_ms ?? 0));
}
