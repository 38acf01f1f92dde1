/** The rows of the list as they are shown: by urgency, held while a hand is in the list. */

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { HeldOrder, type Shown } from "../../derived/held_order";
import { RankedIncidents } from "../../derived/ranked_incidents";
import type { Rank } from "../../derived/urgency";
import type { Record as EventRecord } from "../../record/record";

export interface Rows {
  readonly operations: readonly string[];
  readonly drills: readonly string[];
  /** How many stand higher than the held order shows. */
  readonly risen: number;
}

export interface List {
  readonly rows: ReadonlySignal<Rows>;
  /** Every open incident, most urgent first. */
  readonly ranks: ReadonlySignal<readonly Rank[]>;
  /** A hand is in the list: its order is held for a moment. */
  readonly used: () => void;
}

const LOOK_AGAIN_MS = 250;

export function openList(record: Pick<EventRecord, "state">): List {
  const list = new RankedIncidents();
  const held = new HeldOrder();
  const ranks = signal<readonly Rank[]>([]);
  const rows = signal<Rows>({ operations: [], drills: [], risen: 0 });
  let usedAt: number | null = null;
  let waiting = false;

  const show = (): void => {
    const shown = held.show(
      ranks.peek().map((rank) => rank.id),
      performance.now(),
      usedAt,
    );
    rows.value = rowsOf(shown, ranks.peek());
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
  return {
    rows,
    ranks,
    used: () => {
      usedAt = performance.now();
    },
  };
}

function rowsOf(shown: Shown, ranks: readonly Rank[]): Rows {
  const exercises = new Set(ranks.filter((rank) => rank.exercise).map((rank) => rank.id));
  if (exercises.size === 0) return { operations: shown.ids, drills: [], risen: shown.risen };
  const drills = shown.ids.filter((id) => exercises.has(id));
  return { operations: shown.ids.filter((id) => !exercises.has(id)), drills, risen: shown.risen };
}
