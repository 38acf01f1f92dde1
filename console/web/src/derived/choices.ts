/** Why it chose them (为何选它): each choice of an incident with who was considered, from its timeline's events. */

import type { AnyEvent, Considered, Instant, Verdict } from "../wire/generated";

export interface DispatchChoice {
  readonly seq: number;
  readonly at: Instant;
  readonly rule: string;
  readonly needs: readonly string[];
  /** Nearest first. */
  readonly considered: readonly Considered[];
  /** The closures that the travel times took into account. */
  readonly closures: readonly string[];
  readonly counts: { readonly [V in Verdict]?: number };
}

/** Return an incident's choices, in order. `events`: `GET /api/v1/incidents/ID/timeline`, or a replay's. */
export function choicesOf(events: Iterable<AnyEvent>, incident: string): DispatchChoice[] {
  const found: DispatchChoice[] = [];
  for (const event of events) {
    if (event.type !== "dispatch.chosen" || event.incident !== incident) continue;
    const { seq, at, rule, needs, closures } = event;
    const considered = [...event.considered].sort((one, other) => one.eta_s - other.eta_s);
    found.push({ seq, at, rule, needs, closures, considered, counts: countsOf(considered) });
  }
  return found;
}

function countsOf(considered: readonly Considered[]): { [V in Verdict]?: number } {
  const counts: { [V in Verdict]?: number } = {};
  for (const { verdict } of considered) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}
