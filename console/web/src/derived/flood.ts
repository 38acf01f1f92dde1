/**
 * A flood of incidents, by the figures of EEMUA 191 and ISA-18.2: it begins with ten new ones in ten minutes and ends when
 * fewer than five are left of them. In a flood what somebody has in hand, and is being answered, folds into groups by
 * building and zone; whatever needs a person stands as a row of its own. Pure: time is an argument, in milliseconds.
 */

import type { State } from "../fold/state";
import type { Incident } from "../wire/generated";
import { shelfOf } from "./shelf";
import { isUrgent, type Rank } from "./urgency";

export const BEGINS_AT = 10;
export const ENDS_BELOW = 5;
export const WITHIN_MS = 10 * 60_000;

/** Rows that stand for one head: those of a building, or of a zone's other buildings. */
export interface Group {
  /** `building:ID` or `zone:ID`, and what a fold is remembered by. */
  readonly key: string;
  readonly kind: "building" | "zone";
  readonly of: string;
  readonly ids: readonly string[];
}

export interface Grouped {
  /** Rows of their own, most urgent first. */
  readonly own: readonly string[];
  readonly groups: readonly Group[];
}

/** How many operations opened in the ten minutes before `now`, and whether that is a flood. */
export interface Flood {
  readonly on: boolean;
  readonly opened: number;
}

export const CALM: Flood = { on: false, opened: 0 };

/** When operations opened that are on no shelf, oldest first. */
export function openingsOf(state: State): readonly number[] {
  const found: number[] = [];
  for (const incident of state.incidents.values()) {
    if (incident.exercise || incident.test || incident.merged_into !== null) continue;
    if (shelfOf(state, incident) === null) found.push(Date.parse(incident.opened_at));
  }
  return found.sort((one, other) => one - other);
}

/** Whether it is a flood at a moment. Once begun it lasts until few are left, so the list does not flicker. */
export function floodAt(openings: readonly number[], now: number): Flood {
  let on = false;
  let first = 0;
  let next = 0;
  const leave = (at: number): number => {
    while (first < next && (openings[first] as number) <= at - WITHIN_MS) first++;
    return next - first;
  };
  for (; next < openings.length && (openings[next] as number) <= now; ) {
    if (leave(openings[next] as number) < ENDS_BELOW) on = false;
    next++;
    if (next - first >= BEGINS_AT) on = true;
  }
  const opened = leave(now);
  return { on: on && opened >= ENDS_BELOW, opened };
}

/** Kinds that a detector's first word may be wrong about; every other kind is more than a suspicion. */
const SUSPICIONS: readonly string[] = ["smoke", "heat", "electrical"];

/** Whether a row stands by itself whatever happens: a fire, nobody coming, people trapped, in nobody's hand. */
export function standsAlone(rank: Rank, incident: Incident): boolean {
  if (isUrgent(rank) || rank.trapped > 0 || !rank.taken) return true;
  if (!SUSPICIONS.includes(incident.kind)) return true;
  return incident.confirmed_at !== null || incident.reports.some(({ said }) => said.saw === "fire");
}

/** Sort rows, most urgent first, into those of their own and groups of two and more. */
export function grouped(ranks: readonly Rank[], state: State): Grouped {
  const of = new Map<string, string>();
  const perBuilding = new Map<string, string[]>();
  const alone = new Set<string>();
  for (const rank of ranks) {
    const incident = state.incidents.get(rank.id);
    const building = incident?.place.building ?? null;
    if (incident === undefined || building === null || standsAlone(rank, incident)) alone.add(rank.id);
    else {
      perBuilding.set(building, [...(perBuilding.get(building) ?? []), rank.id]);
      of.set(rank.id, building);
    }
  }
  const groups: Group[] = [];
  const perZone = new Map<string, string[]>();
  for (const [building, ids] of perBuilding) {
    const zone = state.buildings.get(building)?.zone ?? "";
    if (ids.length > 1) groups.push({ key: `building:${building}`, kind: "building", of: building, ids });
    else perZone.set(zone, [...(perZone.get(zone) ?? []), ...ids]);
  }
  for (const [zone, ids] of perZone) {
    if (zone !== "" && ids.length > 1) groups.push({ key: `zone:${zone}`, kind: "zone", of: zone, ids });
    else for (const id of ids) alone.add(id);
  }
  const places = new Map(ranks.map(({ id }, place) => [id, place]));
  const first = ({ ids }: Group) => Math.min(...ids.map((id) => places.get(id) ?? 0));
  groups.sort((one, other) => first(one) - first(other));
  return { own: ranks.flatMap(({ id }) => (alone.has(id) ? [id] : [])), groups };
}

/** What the line on top of a flood counts, each with the most urgent row of it. */
export interface Counted {
  readonly count: number;
  readonly first: string | null;
}

export interface FloodCounts {
  readonly nobody: Counted;
  readonly trapped: Counted;
  readonly not_taken: Counted;
}

/** Count open operations that are on no shelf; `ranks` most urgent first. */
export function countsIn(ranks: readonly Rank[], shelved: ReadonlySet<string>): FloodCounts {
  const real = ranks.filter((rank) => !rank.exercise && !rank.test && !shelved.has(rank.id));
  const of = (wanted: (rank: Rank) => boolean): Counted => {
    const found = real.filter(wanted);
    return { count: found.length, first: found[0]?.id ?? null };
  };
  return {
    nobody: of(({ glyph }) => glyph === "nobody"),
    trapped: of(({ trapped }) => trapped > 0),
    not_taken: of(({ taken }) => !taken),
  };
}
