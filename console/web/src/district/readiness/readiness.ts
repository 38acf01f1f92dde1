/** Readiness as `GET /api/v1/readiness` answers it, and the order in which it is looked at: what is wrong first. */

import type { Check, HandOver, Instant, Team } from "../../wire/generated";

export type ReadyState = "not_ready" | "limited" | "unknown" | "ready";

export const STATES: readonly ReadyState[] = ["not_ready", "limited", "unknown", "ready"];

export interface Reason {
  readonly rule: string;
  readonly finding: string;
  readonly weight: number;
  readonly met: number | null;
  readonly value: number | null;
  readonly wanted: number | null;
  readonly decisive: boolean;
  readonly source: string;
}

export interface Rostered {
  readonly shift: string;
  readonly members: readonly string[];
  readonly begins_at: Instant;
  readonly ends_at: Instant;
}

export interface Readiness {
  readonly station: string;
  readonly state: ReadyState;
  readonly score: number | null;
  readonly known_percent: number;
  readonly reasons: readonly Reason[];
  readonly on_post: readonly Team[];
  readonly rostered: readonly Rostered[];
  readonly hand_over: HandOver | null;
  readonly check: Check | null;
}

export interface ReadinessAnswer {
  readonly stations: readonly Readiness[];
}

/** What may change it. Time does too, so it is asked for again with every event of these. */
export const CHANGES = ["duty.", "presence.", "post.", "check.", "registry."];

/** The worst first; within a state the lowest number, then by id. */
export function byUrgency(all: readonly Readiness[]): Readiness[] {
  const rank = (each: Readiness) => STATES.indexOf(each.state) * 1000 + (each.score ?? 0);
  return [...all].sort((one, other) => rank(one) - rank(other) || (one.station < other.station ? -1 : 1));
}

/** The reasons that take something away, the heaviest first; of a station that is not known, what nobody knows. */
export function lacking(each: Readiness): Reason[] {
  if (each.state === "unknown") return each.reasons.filter((reason) => reason.decisive && reason.met === null);
  const lost = (reason: Reason) => reason.weight * (1 - (reason.met ?? 1));
  return each.reasons.filter((reason) => lost(reason) > 0).sort((one, other) => lost(other) - lost(one));
}

/** How many people are on post and how many should be. */
export function strengthOf(each: Readiness): { readonly value: number | null; readonly wanted: number | null } {
  const reason = each.reasons.find(({ rule }) => rule === "minimum_strength");
  return { value: reason?.value ?? null, wanted: reason?.wanted ?? null };
}
