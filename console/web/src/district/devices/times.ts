/** GB 50440's times as the hub measures them from its record (`GET /reports/signals`). */

export const STRETCHES = ["fire", "screen", "state", "line", "forward", "silence"] as const;

export interface Stretch {
  readonly name: (typeof STRETCHES)[number];
  readonly limit_ms: number;
  readonly breach_ms: number;
  readonly n: number;
  readonly kept: number;
  readonly over: number;
  readonly breached: number;
  /** What the device's clock does not tell: judged by nobody. */
  readonly unclear: number;
  /** What never arrived: an order on no screen, a confirmed fire that nobody was told of. */
  readonly missing: number;
  readonly worst_ms: number | null;
}

export interface TimesAnswer {
  readonly stretches: readonly Stretch[];
  readonly signals: number;
  readonly unread: number;
  readonly unwatched: readonly string[];
}

/** Whether a promise was broken: above the limit, or never kept at all. What is unclear breaks none. */
export function failing({ over, missing }: Pick<Stretch, "over" | "missing">): boolean {
  return over > 0 || missing > 0;
}
