/** What the header counts of the open operations, each with the most urgent one of it to go to. Pure, from the ranks. */

import type { Rank } from "./urgency";

export const COUNTED = ["nobody", "missed", "not_taken"] as const;
export type Counted = (typeof COUNTED)[number];

export interface Count {
  readonly count: number;
  /** The most urgent of them; null where there is none. */
  readonly first: string | null;
}

export type Counts = { readonly [K in Counted]: Count };

/** Return the counts of a list that is sorted by urgency; neither drills nor tests are counted. */
export function countsOf(ranks: readonly Rank[]): Counts {
  const real = ranks.filter((rank) => !rank.exercise && !rank.test);
  const of = (wanted: (rank: Rank) => boolean): Count => {
    const found = real.filter(wanted);
    return { count: found.length, first: found[0]?.id ?? null };
  };
  return {
    nobody: of(({ glyph }) => glyph === "nobody"),
    missed: of(({ glyph }) => glyph === "late" || glyph === "missed"),
    not_taken: of(({ taken }) => !taken),
  };
}
