/** One drill's record, as `GET /api/v1/drills/ID` answers it. */

import type { DrillPlan, Inject, Instant } from "../../wire/generated";

export interface ObjectiveScore {
  readonly id: string;
  readonly text: string;
  readonly timed: boolean;
  readonly weight: number;
  readonly share: number | null;
  readonly kept: number;
  readonly judged: number;
  readonly verdict: "met" | "partly" | "missed" | null;
  readonly remark: string | null;
}

export interface Order {
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly reached: { readonly [milestone: string]: Instant };
}

export interface DrillRecord {
  readonly drill: string;
  readonly plan: DrillPlan;
  readonly state: "planned" | "running" | "ended" | "cancelled" | "signed_off";
  /** Stopped for everybody: it was not held. */
  readonly broken_off: boolean;
  readonly starts_at: Instant | null;
  readonly started_at: Instant | null;
  readonly ended_at: Instant | null;
  readonly incidents: { readonly [incident: string]: string };
  readonly trained: readonly string[];
  readonly score: { readonly percent: number | null; readonly objectives: readonly ObjectiveScore[] };
  readonly orders: readonly Order[];
  readonly injects: readonly { readonly at: Instant; readonly inject: Inject }[];
  readonly left: readonly {
    readonly at: Instant;
    readonly station: string | null;
    readonly needed_in: string | null;
    readonly reason: string | null;
  }[];
  readonly remarks: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly text: string;
    readonly objective: string | null;
    readonly verdict: string | null;
    readonly station: string | null;
  }[];
  readonly attended: { readonly [station: string]: readonly string[] };
  readonly signed: {
    readonly at: Instant;
    readonly by: string;
    readonly score: number | null;
    readonly note: string | null;
    readonly differs: boolean;
  } | null;
  readonly head: string;
}
