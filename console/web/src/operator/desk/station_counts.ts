/** How many stations could go, are not ready, or are of unknown state: reckoned by the hub. */

import type { ReadonlySignal } from "@preact/signals";
import type { LiveRecord } from "../../record/live";
import { followAnswer, READINESS_CHANGED_BY } from "./asked";

export interface StationCounts {
  readonly ready: number;
  readonly not_ready: number;
  readonly unknown: number;
}

/** Follow the counts; null until the hub has answered once. */
export function followStations(record: LiveRecord, token: string): ReadonlySignal<StationCounts | null> {
  return followAnswer<StationCounts>(record, token, "/api/v1/readiness/counts", READINESS_CHANGED_BY).answer;
}
