/**
 * How many stations could go, are not ready, or are of unknown state: reckoned by the hub, asked for when something of it
 * may have changed, and once a minute, for time alone changes it too.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { LiveRecord } from "../../record/live";
import { everySteadily } from "../../stream/steady";
import { ask } from "../../wire/http";

export interface StationCounts {
  readonly ready: number;
  readonly not_ready: number;
  readonly unknown: number;
}

const CHANGED_BY = ["duty.", "presence.", "post.", "check.", "registry."];
/** A change of shift in four hundred stations costs a question in two seconds. */
const LOOK_EVERY_MS = 2_000;
const ASK_EVERY_MS = 60_000;

/** Follow the counts; null until the hub has answered once. An older answer stays while the next one is asked for. */
export function followStations(record: LiveRecord, token: string): ReadonlySignal<StationCounts | null> {
  const counts = signal<StationCounts | null>(null);
  let due = 0;
  let asking = false;
  const look = async (): Promise<void> => {
    if (asking || performance.now() < due) return;
    asking = true;
    due = performance.now() + ASK_EVERY_MS;
    try {
      counts.value = await ask<StationCounts>("GET", "/api/v1/readiness/counts", { token });
    } catch {
      due = 0; // the line says what is wrong; it is asked for again
    } finally {
      asking = false;
    }
  };
  record.onEvent(({ event }) => {
    if (CHANGED_BY.some((kind) => event.type.startsWith(kind))) due = 0;
  });
  everySteadily(LOOK_EVERY_MS, () => void look());
  return counts;
}
