/**
 * Which incident needs somebody most (screens, §2). The order follows from events alone, never from the clock: the hub
 * says by event when a fifth is left and when a limit is missed, so rows move when something happened and not by
 * themselves.
 */

import type { State } from "../fold/state";
import type { Assignment, Incident } from "../wire/generated";
import { ordersOf, reachedAt, settledAt } from "./targets";

/**
 * A: nobody is coming, or a limit was missed and no crew is in time · B: in nobody's hand · C: predicted late, or a fifth
 * is left · D: running · E: to be closed.
 */
export type UrgencyBand = "A" | "B" | "C" | "D" | "E";

export interface Rank {
  readonly id: string;
  readonly band: UrgencyBand;
  readonly exercise: boolean;
  readonly trapped: number;
  readonly grade: number;
  /** The next limit, in milliseconds since 1970; infinite where none runs. */
  readonly dueAt: number;
  readonly openedAt: string;
}

/** Return where an open incident stands; null for a closed one. */
export function rankOf(state: State, incident: Incident): Rank | null {
  if (incident.closed_at !== null) return null;
  const orders = ordersOf(state, incident);
  const { id, exercise, grade, opened_at: openedAt } = incident;
  const dueAt = Math.min(...orders.map(nextDue));
  return { id, band: bandOf(incident, orders), exercise, trapped: incident.trapped ?? 0, grade, dueAt, openedAt };
}

/** Most urgent first; drills below operations, likewise. */
export function compareRanks(one: Rank, other: Rank): number {
  return (
    Number(one.exercise) - Number(other.exercise) ||
    (one.band < other.band ? -1 : one.band > other.band ? 1 : 0) ||
    other.trapped - one.trapped ||
    other.grade - one.grade ||
    byNumber(one.dueAt, other.dueAt) ||
    (one.openedAt < other.openedAt ? -1 : one.openedAt > other.openedAt ? 1 : 0) ||
    (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
  );
}

function bandOf(incident: Incident, orders: readonly Assignment[]): UrgencyBand {
  const active = orders.filter((each) => each.ending === null);
  const handled = orders.some((each) => each.controlled_at !== null);
  if (incident.test || (handled && active.every((each) => each.controlled_at !== null))) return "E";
  if (active.length === 0 || nobodyInTime(active)) return "A";
  if (incident.taken_by === null) return "B";
  return active.some(isPressing) ? "C" : "D";
}

/** Nobody is there, somebody's arrival was missed, and whoever else is coming has missed it too. */
function nobodyInTime(active: readonly Assignment[]): boolean {
  if (active.some((each) => settledAt(each, "on_scene") !== null)) return false;
  const promised = active.filter((each) => each.targets.some((clock) => clock.milestone === "on_scene"));
  return promised.length > 0 && promised.every((each) => missed(each, "on_scene"));
}

function missed(order: Assignment, milestone: string): boolean {
  return order.targets.some((clock) => clock.milestone === milestone && order.fired.includes(`miss:${clock.name}`));
}

/** A promise still runs of which the hub said that a fifth is left, that it is missed, or that it will be. */
function isPressing(order: Assignment): boolean {
  return order.targets.some(
    (clock) =>
      settledAt(order, clock.milestone) === null &&
      [`warn:${clock.name}:0`, `warn:${clock.name}:80`, `miss:${clock.name}`].some((key) => order.fired.includes(key)),
  );
}

function nextDue(order: Assignment): number {
  if (order.ending !== null) return Number.POSITIVE_INFINITY;
  const dues = order.targets.map((clock) => {
    const start = reachedAt(order, clock.start);
    const runs = start !== null && settledAt(order, clock.milestone) === null;
    return runs ? start + clock.limit_s * 1000 : Number.POSITIVE_INFINITY;
  });
  return Math.min(...dues);
}

function byNumber(one: number, other: number): number {
  return one === other ? 0 : one - other; // infinities are equal, and their difference is no number
}
