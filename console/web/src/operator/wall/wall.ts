/** What a desk looks at of the wall of conditions: which part, in which groups, what is typed, which device is chosen. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Grouping, type Holding, holdings, type Part, waiting } from "../../derived/conditions";
import type { Record as EventRecord } from "../../record/record";
import { paced } from "../desk/paced";

/** A storm of faults repaints the wall so often, and no more. */
const LOOK_EVERY_MS = 250;

export interface Wall {
  /** Everything that holds, the worst first. */
  readonly rows: ReadonlySignal<readonly Holding[]>;
  /** How many lines somebody has yet to look at. */
  readonly waiting: ReadonlySignal<number>;
  readonly part: Signal<Part>;
  readonly grouping: Signal<Grouping>;
  readonly typed: Signal<string>;
  /** The device that is looked at; null where none is. */
  readonly chosen: Signal<string | null>;
}

export function openWall({ state }: Pick<EventRecord, "state">): Wall {
  const rows = paced(
    computed(() => state.value.conditions),
    holdings,
    LOOK_EVERY_MS,
  );
  const unknown = computed(() => state.value.unknown_devices.size);
  return {
    rows,
    waiting: computed(() => waiting(rows.value, unknown.value)),
    part: signal("holding"),
    grouping: signal("building"),
    typed: signal(""),
    chosen: signal(null),
  };
}
