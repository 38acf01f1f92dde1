/**
 * The hub's time as this page knows it. Every answer that carries the hub's time is a sample: the hub said it somewhere
 * between asking and hearing, so the quickest answer of late is the best. Counted on the page's monotonic clock, which
 * no change of the computer's time moves.
 */

const SAMPLES = 8;

interface Sample {
  readonly offsetMs: number;
  readonly uncertainMs: number;
}

export class HubTime {
  private samples: Sample[] = [];

  /** Take in that the hub said `serverTime` between two monotonic times of this page, in milliseconds. */
  sample(serverTime: string, askedAt: number, heardAt: number): void {
    const half = (heardAt - askedAt) / 2;
    this.samples.push({ offsetMs: Date.parse(serverTime) - (askedAt + half), uncertainMs: half });
    if (this.samples.length > SAMPLES) this.samples.shift();
  }

  /** The hub's time at a monotonic time, in milliseconds since 1970; null before the hub said any. */
  at(now: number): number | null {
    const best = this.best();
    return best === null ? null : now + best.offsetMs;
  }

  /** How wrong it may be, in milliseconds; null before the hub said any. */
  get uncertainMs(): number | null {
    return this.best()?.uncertainMs ?? null;
  }

  /** Trust any new sample more than those there are: the monotonic clock may have stood still while a phone slept. */
  doubt(): void {
    const best = this.best();
    this.samples = best === null ? [] : [{ ...best, uncertainMs: Number.POSITIVE_INFINITY }];
  }

  private best(): Sample | null {
    return this.samples.reduce<Sample | null>(
      (best, each) => (best === null || each.uncertainMs <= best.uncertainMs ? each : best),
      null,
    );
  }
}
