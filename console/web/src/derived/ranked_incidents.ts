/**
 * The list of open incidents in the order of urgency, kept up event by event: only those that an event touched are ranked
 * anew and moved. 2,000 rows sorted fifty times a second would be a tenth of the main thread by themselves.
 */

import { EMPTY, type State } from "../fold/state";
import { compareRanks, type Rank, rankOf } from "./urgency";

export class RankedIncidents {
  private state: State = EMPTY;
  private ranks = new Map<string, Rank>();
  private sorted: readonly Rank[] = [];

  /** Take in a newer (or, in a replay, any other) state and return the list; the same one where nothing moved. */
  update(state: State): readonly Rank[] {
    const before = this.state;
    this.state = state;
    const touched = touchedBetween(before, state);
    if (touched.size === 0) return this.sorted;
    if (touched.size > 64) this.rankAll(touched);
    else for (const id of touched) this.move(id);
    return this.sorted;
  }

  private move(id: string): void {
    const old = this.ranks.get(id);
    const rank = this.rank(id);
    if (old === undefined && rank === null) return;
    if (old !== undefined && rank !== null && sameRank(old, rank)) return;
    const list = old === undefined ? [...this.sorted] : without(this.sorted, old);
    if (rank !== null) list.splice(placeOf(list, rank), 0, rank);
    this.sorted = list;
  }

  private rankAll(touched: ReadonlySet<string>): void {
    for (const id of touched) this.rank(id);
    this.sorted = [...this.ranks.values()].sort(compareRanks);
  }

  private rank(id: string): Rank | null {
    const incident = this.state.incidents.get(id);
    const rank = incident === undefined ? null : rankOf(this.state, incident);
    if (rank === null) this.ranks.delete(id);
    else this.ranks.set(id, rank);
    return rank;
  }
}

/** The incidents that differ between two states, themselves or by one of their orders. */
function touchedBetween(before: State, after: State): Set<string> {
  const touched = new Set(after.incidents.changedFrom(before.incidents));
  for (const key of after.assignments.changedFrom(before.assignments)) {
    for (const state of [before, after]) {
      const incident = state.assignments.get(key)?.incident;
      if (incident !== undefined) touched.add(incident);
    }
  }
  return touched;
}

function sameRank(one: Rank, other: Rank): boolean {
  const [before, after] = [one.clock, other.clock];
  return (
    compareRanks(one, other) === 0 &&
    one.coming === other.coming &&
    one.test === other.test &&
    one.nobodySince === other.nobodySince &&
    before?.order === after?.order &&
    before?.name === after?.name
  );
}

function without(list: readonly Rank[], rank: Rank): Rank[] {
  const rest = [...list];
  rest.splice(placeOf(rest, rank), 1);
  return rest;
}

/** Where a rank stands, or would, in a sorted list. */
function placeOf(list: readonly Rank[], rank: Rank): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareRanks(list[middle] as Rank, rank) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
