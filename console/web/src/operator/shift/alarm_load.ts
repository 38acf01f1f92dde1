/** This shift's alarm load as the hub reckons it from the record; asked for when it is looked at, and again from time to time. */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Instant } from "../../wire/generated";
import { ask } from "../../wire/http";

export interface AlarmLoad {
  readonly from_at: Instant;
  readonly until: Instant;
  readonly alarms: { readonly count: number; readonly per_hour: number; readonly peak_10min: number };
  readonly flood_share: number;
  readonly floods: readonly { readonly from_at: Instant; readonly until: Instant; readonly count: number }[];
  readonly top: readonly {
    readonly tag: string;
    readonly count: number;
    readonly share: number;
    readonly chatters: boolean;
  }[];
  readonly chattering: readonly string[];
  readonly standing: readonly { readonly incident: string; readonly stale: boolean }[];
  readonly sounds: { readonly urgent: number; readonly fresh: number; readonly warning: number };
  readonly deeds: {
    readonly opened: number;
    readonly closed: number;
    readonly false_alarms: number;
    readonly missed: number;
  };
  readonly handed_over: readonly { readonly at: Instant }[];
}

const PATH = "/api/v1/reports/alarm-load?from=shift";
const AGAIN_MS = 10_000;

/** Follow the load while somebody looks; null: not known yet. Return how to stop, too. */
export function followLoad(token: string): { readonly load: ReadonlySignal<AlarmLoad | null>; stop: () => void } {
  const load = signal<AlarmLoad | null>(null);
  const look = async (): Promise<void> => {
    // A hub that does not answer now is told of by the line; what was known stays.
    load.value = await ask<AlarmLoad>("GET", PATH, { token }).catch(() => load.peek());
  };
  void look();
  const timer = setInterval(() => void look(), AGAIN_MS);
  return { load, stop: () => clearInterval(timer) };
}
