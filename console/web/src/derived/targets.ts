/**
 * Running targets: what a promise looks like at a moment. The rules are the hub's (`dispatch/core/deadlines.py`): a
 * promise runs from one milestone to another, and a later milestone keeps an earlier promise, for people in a hurry
 * forget buttons. Times are milliseconds; `now` is the record's own time, live or replayed.
 */

import { HANDED_OVER, OWED } from "../fold/hand_over";
import type { State } from "../fold/state";
import type { Assignment, Incident, Instant, Milestone, TargetClock } from "../wire/generated";

/** `pressing`: at most a fifth is left, or the crew is predicted to be late. */
export type TargetState = "running" | "pressing" | "missed" | "met" | "met_late";

/** Shape first: each state is told by its glyph alone. */
export const TARGET_GLYPHS: { readonly [S in TargetState]: string } = {
  running: "●",
  pressing: "▲",
  missed: "■",
  met: "✔",
  met_late: "✔■",
};

export interface RunningTarget {
  readonly assignment: string;
  readonly name: string;
  readonly milestone: string;
  readonly state: TargetState;
  readonly glyph: string;
  readonly limitMs: number;
  readonly dueAt: number;
  /** Running: until the limit; negative once it has passed. Met: null. */
  readonly leftMs: number | null;
  /** Met: from the start to the milestone. */
  readonly tookMs: number | null;
  /** Met or missed: beyond the limit, 0 where in time. */
  readonly lateMs: number;
  /** How much of the time is left, from 1 down to 0; what the bar shows. */
  readonly fraction: number;
  /** Where on that bar the predicted arrival stands, from 1 (start) to 0 (limit); null where nothing is predicted. */
  readonly predicted: number | null;
  /** By how much the crew is predicted to be late; 0 where it is not, or nobody knows. */
  readonly predictedLateMs: number;
  /** Met: so much later than it was reached the hub heard of it; 0 where it came as lines are. */
  readonly heardLateMs: number;
}

/** From here on a promise presses. */
export const PRESSING_FRACTION = 0.2;

const REACHED = {
  assigned: "assigned_at",
  delivered: "delivered_at",
  acknowledged: "acknowledged_at",
  en_route: "en_route_at",
  on_scene: "on_scene_at",
  controlled: "controlled_at",
  released: "ended_at",
} as const satisfies { readonly [M in Milestone]: keyof Assignment };
const MILESTONES = Object.keys(REACHED) as Milestone[];

/** When the milestone was reached; null where it was not (yet). */
export function reachedAt(assignment: Assignment, milestone: string): number | null {
  if (milestone === OWED) return milliseconds(assignment.owes_since);
  if (milestone === HANDED_OVER) return milliseconds(assignment.handed_over_at);
  return milliseconds(instantOf(assignment, milestone as Milestone));
}

/** When the hub heard that it was reached, where that counts from before (`core/late_press.py`): what acts counts from then. */
export function heardAt(assignment: Assignment, milestone: string): number | null {
  const late = assignment.reported_late.find((each) => each.milestone === milestone);
  return late === undefined ? reachedAt(assignment, milestone) : Date.parse(late.at);
}

/** When the milestone was reached, or at the latest must have been: the earliest of it and all after it. */
export function settledAt(assignment: Assignment, milestone: string): number | null {
  if (milestone === HANDED_OVER) return reachedAt(assignment, HANDED_OVER);
  return milliseconds(settledInstant(assignment, milestone as Milestone));
}

/** Texts of times sort as the times do; reading each would cost more than all the rest of a row. */
function settledInstant(assignment: Assignment, milestone: Milestone): Instant | null {
  let earliest: Instant | null = null;
  for (let index = MILESTONES.indexOf(milestone); index < MILESTONES.length; index++) {
    const at = instantOf(assignment, MILESTONES[index] as Milestone);
    if (at !== null && (earliest === null || at < earliest)) earliest = at;
  }
  return earliest;
}

function instantOf(assignment: Assignment, milestone: Milestone): Instant | null {
  return assignment[REACHED[milestone]];
}

function milliseconds(at: Instant | null): number | null {
  return at === null ? null : Date.parse(at);
}

/** Every promise of an order that runs or was settled; not those that have not begun, or ended with the order. */
export function targetsOf(assignment: Assignment, now: number): RunningTarget[] {
  return assignment.targets.flatMap((clock) => targetAt(assignment, clock, now) ?? []);
}

function targetAt(assignment: Assignment, clock: TargetClock, now: number): RunningTarget | null {
  const start = reachedAt(assignment, clock.start);
  if (start === null) return null;
  const limitMs = clock.limit_s * 1000;
  const dueAt = start + limitMs;
  const common = { assignment: assignment.id, name: clock.name, milestone: clock.milestone, limitMs, dueAt };
  const settled = settledByCrew(assignment, clock.milestone);
  if (settled !== null) return met(common, settled - start, (heardLateAt(assignment, settled) ?? settled) - settled);
  return assignment.ending === null ? running(common, assignment, clock, now) : null;
}

/** When the milestone was settled by what the crew said; that it was released says nothing of having been there. */
export function settledByCrew(assignment: Assignment, milestone: string): number | null {
  const settled = settledAt(assignment, milestone);
  return assignment.ending !== null && settled === reachedAt(assignment, "released") ? null : settled;
}

/** When the hub heard of what was reached at a moment and counts from then; null where it came as lines are. */
export function heardLateAt(assignment: Assignment, reached: number | null): number | null {
  const late = assignment.reported_late.filter((each) => reachedAt(assignment, each.milestone) === reached);
  return late.length === 0 ? null : Math.min(...late.map((each) => Date.parse(each.at)));
}

type Common = Pick<RunningTarget, "assignment" | "name" | "milestone" | "limitMs" | "dueAt">;

function met(common: Common, tookMs: number, heardLateMs: number): RunningTarget {
  const lateMs = Math.max(0, tookMs - common.limitMs);
  const state = lateMs > 0 ? "met_late" : "met";
  const nothing = { leftMs: null, fraction: 0, predicted: null, predictedLateMs: 0 };
  return { ...common, ...nothing, state, glyph: TARGET_GLYPHS[state], tookMs, lateMs, heardLateMs };
}

function running(common: Common, assignment: Assignment, clock: TargetClock, now: number): RunningTarget {
  const { limitMs, dueAt } = common;
  const leftMs = dueAt - now;
  const fraction = Math.min(1, Math.max(0, leftMs / limitMs));
  const arrivesAt = predictedAt(assignment, clock);
  const predictedLateMs = arrivesAt === null ? 0 : Math.max(0, arrivesAt - dueAt);
  const predicted = arrivesAt === null ? null : Math.min(1, Math.max(0, (dueAt - arrivesAt) / limitMs));
  const pressing = fraction <= PRESSING_FRACTION || predictedLateMs > 0;
  const state =
    leftMs <= 0 || assignment.fired.includes(`miss:${clock.name}`) ? "missed" : pressing ? "pressing" : "running";
  const lateMs = Math.max(0, -leftMs);
  const glyph = TARGET_GLYPHS[state];
  return {
    ...common,
    state,
    glyph,
    leftMs,
    tookMs: null,
    lateMs,
    fraction,
    predicted,
    predictedLateMs,
    heardLateMs: 0,
  };
}

/** When the crew is predicted to reach the milestone; known for the arrival alone. */
function predictedAt(assignment: Assignment, clock: TargetClock): number | null {
  if (clock.milestone !== "on_scene" || assignment.eta_s === null) return null;
  return Date.parse(assignment.assigned_at) + assignment.eta_s * 1000;
}

/** An incident's orders, oldest first. */
export function ordersOf(state: State, incident: Incident): Assignment[] {
  return incident.assignments.flatMap((key) => state.assignments.get(key) ?? []);
}

/** Minutes and seconds as they stand beside a bar: 0:41. What is left is rounded up, so that 0:00 is the limit. */
export function clockText(ms: number): string {
  const seconds = Math.ceil(Math.abs(ms) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
