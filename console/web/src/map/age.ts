/** How old a position is, and what that does to its mark: unknown and old are never drawn as known (screens, §2). */

/** Solid below this. */
export const FRESH_MS = 10_000;
/** Hatched from here on. */
export const OLD_MS = 60_000;

const STEP_MS = 10_000;
const MINUTE_MS = 60_000;

export type Certainty = "fresh" | "aging" | "old" | "estimate";

export interface Age {
  readonly certainty: Certainty;
  /** What stands beside the mark; null while it is fresh. */
  readonly shown: { readonly unit: "s" | "min"; readonly count: number } | null;
  /** When it looks different by itself, in milliseconds since 1970. */
  readonly until: number;
}

/** Return how a position of `at` looks at `now`. Labels change in steps: seconds by ten, then minutes. */
export function ageOf(at: number, now: number): Age {
  const age = Math.max(0, now - at);
  if (age < FRESH_MS) return { certainty: "fresh", shown: null, until: at + FRESH_MS };
  if (age < OLD_MS) {
    const steps = Math.floor(age / STEP_MS);
    return { certainty: "aging", shown: { unit: "s", count: steps * 10 }, until: at + (steps + 1) * STEP_MS };
  }
  const minutes = Math.floor(age / MINUTE_MS);
  return { certainty: "old", shown: { unit: "min", count: minutes }, until: at + (minutes + 1) * MINUTE_MS };
}
