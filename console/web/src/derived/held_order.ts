/**
 * Rows do not jump from under a hand: while the list is in use its order is held, for two seconds at most, and the list
 * says how many became more urgent meanwhile (↑2). New rows come in below, gone ones go. Time is an argument.
 */

export const HOLD_MS = 2000;

export interface Shown {
  readonly ids: readonly string[];
  /** How many would stand higher, or are new, if the order were not held. */
  readonly risen: number;
}

export class HeldOrder {
  private shown: readonly string[] = [];
  private differsSince: number | null = null;

  /** Return what to show of the wanted order. `usedAt`: when a hand was last in the list; null: never. */
  show(wanted: readonly string[], now: number, usedAt: number | null): Shown {
    if (sameOrder(this.shown, wanted)) {
      this.differsSince = null;
      return { ids: this.shown, risen: 0 };
    }
    this.differsSince ??= now;
    const inUse = usedAt !== null && now - usedAt < HOLD_MS;
    if (!inUse || now - this.differsSince >= HOLD_MS) {
      this.differsSince = null;
      this.shown = wanted;
      return { ids: wanted, risen: 0 };
    }
    const there = new Set(wanted);
    const kept = this.shown.filter((id) => there.has(id));
    const known = new Set(kept);
    const ids = [...kept, ...wanted.filter((id) => !known.has(id))];
    this.shown = ids;
    return { ids, risen: risenIn(ids, wanted) };
  }
}

function risenIn(ids: readonly string[], wanted: readonly string[]): number {
  const places = new Map(ids.map((id, place) => [id, place]));
  return wanted.filter((id, place) => place < (places.get(id) ?? 0)).length;
}

function sameOrder(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((id, place) => id === other[place]));
}
