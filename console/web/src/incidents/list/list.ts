/** The rows of the list as they are shown: by urgency, held while a hand is in the list, in groups during a flood. */

import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { CALM, type Flood, floodAt, type Group, grouped, openingsOf } from "../../derived/flood";
import { HeldOrder } from "../../derived/held_order";
import { RankedIncidents } from "../../derived/ranked_incidents";
import { shelvedRow } from "../../derived/shelf";
import type { Rank } from "../../derived/urgency";
import type { State } from "../../fold/state";
import type { Record as EventRecord } from "../../record/record";
import type { Shelf } from "../../wire/generated";

/** A shelf and the incidents that are on it; of most there is none. */
export interface ShelfRows {
  readonly key: string;
  readonly shelf: Shelf;
  readonly ids: readonly string[];
}

export interface Rows {
  /** Rows of their own: all of them, but for what a flood groups and what is shelved. */
  readonly operations: readonly string[];
  readonly groups: readonly Group[];
  readonly shelves: readonly ShelfRows[];
  readonly drills: readonly string[];
  /** How many stand higher than the held order shows. */
  readonly risen: number;
}

export interface List {
  readonly rows: ReadonlySignal<Rows>;
  /** Every open incident, most urgent first. */
  readonly ranks: ReadonlySignal<readonly Rank[]>;
  readonly flood: ReadonlySignal<Flood>;
  /** The keys of groups and shelves whose rows are shown. */
  readonly unfolded: Signal<ReadonlySet<string>>;
  /** A hand is in the list: its order is held for a moment. */
  readonly used: () => void;
}

const LOOK_AGAIN_MS = 250;
const NO_ROWS: Rows = { operations: [], groups: [], shelves: [], drills: [], risen: 0 };

export function openList(record: Pick<EventRecord, "state" | "clock">): List {
  const list = new RankedIncidents();
  const held = new HeldOrder();
  const ranks = signal<readonly Rank[]>([]);
  const rows = signal<Rows>(NO_ROWS);
  const flood = signal<Flood>(CALM);
  let usedAt: number | null = null;
  let waiting = false;

  const show = (): void => {
    const shown = held.show(
      ranks.peek().map((rank) => rank.id),
      performance.now(),
      usedAt,
    );
    const known = new Map(ranks.peek().map((rank) => [rank.id, rank]));
    const inOrder = shown.ids.flatMap((id) => known.get(id) ?? []);
    rows.value = rowsOf(inOrder, record.state.peek(), flood.peek().on, shown.risen);
    if (shown.risen === 0 || waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      show();
    }, LOOK_AGAIN_MS);
  };
  effect(() => {
    ranks.value = list.update(record.state.value);
    show();
  });
  effect(() => {
    record.clock.second.value; // a flood ends by the clock, and begins within a second
    const now = floodAt(openingsOf(record.state.peek()), record.clock.now() ?? 0);
    const before = flood.peek();
    if (now.on === before.on && now.opened === before.opened) return;
    flood.value = now;
    if (now.on !== before.on) show();
  });
  return {
    rows,
    ranks,
    flood,
    unfolded: signal<ReadonlySet<string>>(new Set()),
    used: () => {
      usedAt = performance.now();
    },
  };
}

/** Arrange ranks in the order that is shown. */
export function rowsOf(inOrder: readonly Rank[], state: State, flood: boolean, risen: number): Rows {
  const drills = inOrder.flatMap((rank) => (rank.exercise ? [rank.id] : []));
  const real = inOrder.filter((rank) => !rank.exercise);
  const shelves = new Map([...state.shelved.values()].map((shelf) => [shelf.source, { shelf, ids: [] as string[] }]));
  const rest = real.filter((rank) => {
    const shelf = shelvedRow(state, rank);
    if (shelf !== null) shelves.get(shelf.source)?.ids.push(rank.id);
    return shelf === null;
  });
  const { own, groups } = flood ? grouped(rest, state) : { own: rest.map(({ id }) => id), groups: [] };
  const byEnd = [...shelves.values()].sort((one, other) => (one.shelf.until < other.shelf.until ? -1 : 1));
  return {
    operations: own,
    groups,
    shelves: byEnd.map((each) => ({ key: `shelf:${each.shelf.source}`, ...each })),
    drills,
    risen,
  };
}

/** The rows that are in sight or would be, in the order in which the arrows walk over them. */
export function walkOver(rows: Rows, unfolded: ReadonlySet<string>, hideDrills: boolean): readonly string[] {
  const open = [...rows.groups, ...rows.shelves].filter(({ key }) => unfolded.has(key));
  return [...rows.operations, ...open.flatMap(({ ids }) => ids), ...(hideDrills ? [] : rows.drills)];
}

/** Fold or unfold a group or a shelf. */
export function toggle({ unfolded }: Pick<List, "unfolded">, ...keys: readonly string[]): void {
  const before = unfolded.peek();
  const now = new Set(before);
  const fold = keys.every((key) => before.has(key));
  for (const key of keys)
    if (fold) now.delete(key);
    else now.add(key);
  unfolded.value = now;
}
