/**
 * The one truth about urgency: where an incident stands, from events alone. The list's order, its glyph and bar, the map,
 * the sounds, the header's counts and the replay all ask `rankOf`; nobody works it out anew. What physically is comes
 * first: nobody coming is the loudest state there is, and an incident in somebody's hand burns as one that is in none.
 * The hub says by event when a fifth is left and when a limit is missed, so rows move when something happened and not by
 * themselves.
 */

import type { State } from "../fold/state";
import type { Assignment, Incident } from "../wire/generated";
import { type Coming, comingOf, isUnanswered, nobodySince } from "./coming";
import { type ShownClock, shownClock } from "./shown_clock";
import { ordersOf } from "./targets";

/**
 * Most urgent first, each also the name of its glyph (`incidents/glyph`). `nobody`: nobody comes, or nobody answers ·
 * `late`: an arrival was missed and nobody is there · `missed`: another promise is broken · `pressing`: a fifth is left,
 * or it will be late · `running` · `closing`: handled, or a test.
 */
export const GLYPHS = ["nobody", "late", "missed", "pressing", "running", "closing"] as const;
export type Glyph = (typeof GLYPHS)[number];

export interface Rank {
  readonly id: string;
  /** How urgent it is, and what is drawn for it in the list and on the map. */
  readonly glyph: Glyph;
  readonly coming: Coming;
  /** Since when nobody comes, in milliseconds since 1970; null where somebody does, is there, or is done. */
  readonly nobodySince: number | null;
  /** The promise that the bar shows; null where none runs, or where the bar says that nobody comes. */
  readonly clock: ShownClock | null;
  readonly taken: boolean;
  readonly exercise: boolean;
  readonly test: boolean;
  readonly trapped: number;
  readonly grade: number;
  /** When the shown promise ends, or since when nobody comes, in milliseconds since 1970; infinite where neither is. */
  readonly dueAt: number;
  readonly openedAt: string;
}

/** Return where an open incident stands; null for a closed one. */
export function rankOf(state: State, incident: Incident): Rank | null {
  if (incident.closed_at !== null) return null;
  const orders = ordersOf(state, incident);
  const coming = comingOf(orders);
  const over = incident.test || isOver(incident, orders);
  const alone = !over && (coming === "nobody" || coming === "unanswered");
  const clock = over || alone ? null : shownClock(orders, coming);
  const since = alone ? nobodySince(incident, orders) : null;
  const { id, exercise, test, grade, opened_at: openedAt } = incident;
  return {
    id,
    glyph: over ? "closing" : alone ? "nobody" : coming === "late" ? "late" : (clock?.state ?? "running"),
    coming,
    nobodySince: since,
    clock,
    taken: incident.taken_by !== null,
    exercise,
    test,
    trapped: incident.trapped ?? 0,
    grade,
    dueAt: clock?.dueAt ?? since ?? Number.POSITIVE_INFINITY,
    openedAt,
  };
}

/** Most urgent first; drills below operations, likewise. Whose hand it is in matters only among equals. */
export function compareRanks(one: Rank, other: Rank): number {
  return (
    Number(one.exercise) - Number(other.exercise) ||
    GLYPHS.indexOf(one.glyph) - GLYPHS.indexOf(other.glyph) ||
    Number(one.taken) - Number(other.taken) ||
    other.trapped - one.trapped ||
    other.grade - one.grade ||
    byNumber(one.dueAt, other.dueAt) ||
    (one.openedAt < other.openedAt ? -1 : one.openedAt > other.openedAt ? 1 : 0) ||
    (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
  );
}

/** Whether it may not wait: nobody comes, or nobody is there in time. These ring sound 1. */
export function isUrgent({ glyph }: Pick<Rank, "glyph">): boolean {
  return glyph === "nobody" || glyph === "late";
}

/** Handled or handed over, and nobody is still at it: what stands was given before that, and never answered. */
function isOver(incident: Incident, orders: readonly Assignment[]): boolean {
  const handled = orders.flatMap((each) => each.controlled_at ?? []);
  const ends = incident.handed_over_at === null ? handled : [...handled, incident.handed_over_at];
  const [first] = ends.sort();
  if (first === undefined) return false;
  const active = orders.filter((each) => each.ending === null);
  return active.every((each) => each.controlled_at !== null || (isUnanswered(each) && each.assigned_at <= first));
}

function byNumber(one: number, other: number): number {
  return one === other ? 0 : one - other; // infinities are equal, and their difference is no number
}
