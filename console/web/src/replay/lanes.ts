/** Planned against actual, one lane for each order: what was foreseen, what happened, what a what-if says. Pure. */

import { heardLateAt, reachedAt, settledByCrew } from "../derived/targets";
import { type Waterfall, waterfallOf } from "../derived/waterfall";
import type { State } from "../fold/state";
import type { Assignment, Milestone } from "../wire/generated";
import type { Episode, WhatIf } from "./hub";

/** A point of a lane, in milliseconds since 1970. */
export interface Reached {
  readonly milestone: Milestone;
  readonly at: number;
}

/** `lapsed`: the order ended before its limit, so nothing was broken. */
export type Judged = "kept" | "late" | "missed" | "lapsed" | "none";

export interface Lane {
  readonly key: string;
  readonly incident: string;
  readonly unit: string;
  /** Null in a lane that only the what-if has. */
  readonly assignedAt: number | null;
  readonly plannedAt: number | null;
  /** When the arrival was promised; null where no target speaks of it. */
  readonly dueAt: number | null;
  readonly reached: readonly Reached[];
  readonly arrivedAt: number | null;
  readonly endedAt: number | null;
  readonly judged: Judged;
  /** By how much the arrival came after its limit. */
  readonly lateMs: number;
  /** When the hub heard of the arrival, where that counts from when it was pressed. */
  readonly heardAt: number | null;
  /** What the way took, leg by leg; null in a lane that only the what-if has. */
  readonly waterfall: Waterfall | null;
  readonly rerun: RerunLane | null;
}

export interface RerunLane {
  readonly assignedAt: number;
  readonly plannedAt: number | null;
  readonly reached: readonly Reached[];
}

const MILESTONES = ["acknowledged", "en_route", "on_scene", "controlled", "released"] as const;

/** Return the lanes of an episode's orders as the record ends, `until` then, in the order in which they were given. */
export function lanesOf(episode: Episode, end: State, whatIf: WhatIf | null, until: number): Lane[] {
  const own = new Set(episode.incidents);
  const orders = [...end.assignments.values()]
    .filter((order) => own.has(order.incident))
    .sort((one, other) => one.assigned_seq - other.assigned_seq || (one.unit < other.unit ? -1 : 1));
  const reruns = rerunLanes(whatIf);
  const taken = new Set<string>();
  const lanes = orders.map((order) => {
    const again = order.incident === whatIf?.incident && !taken.has(order.unit);
    if (again) taken.add(order.unit);
    return laneOf(order, again ? (reruns.get(order.unit) ?? null) : null, until);
  });
  const only = [...reruns].filter(([unit]) => !taken.has(unit));
  return [...lanes, ...only.map(([unit, rerun]) => onlyRerun(whatIf?.incident ?? "", unit, rerun))];
}

function laneOf(order: Assignment, rerun: RerunLane | null, until: number): Lane {
  const assignedAt = Date.parse(order.assigned_at);
  const clock = order.targets.find((each) => each.milestone === "on_scene");
  const start = clock === undefined ? null : reachedAt(order, clock.start);
  const dueAt = clock === undefined || start === null ? null : start + clock.limit_s * 1000;
  const arrivedAt = settledByCrew(order, "on_scene");
  return {
    key: order.id,
    incident: order.incident,
    unit: order.unit,
    assignedAt,
    plannedAt: order.eta_s === null ? null : assignedAt + order.eta_s * 1000,
    dueAt,
    reached: MILESTONES.flatMap((milestone) => {
      const at = milestone === "released" && order.ending !== "released" ? null : reachedAt(order, milestone);
      return at === null ? [] : [{ milestone, at }];
    }),
    arrivedAt,
    endedAt: order.ended_at === null ? null : Date.parse(order.ended_at),
    judged: judgedOf(order, clock?.name, arrivedAt, dueAt),
    heardAt: heardLateAt(order, arrivedAt),
    lateMs: arrivedAt !== null && dueAt !== null ? Math.max(0, arrivedAt - dueAt) : 0,
    waterfall: waterfallOf(order, until),
    rerun,
  };
}

function judgedOf(order: Assignment, name: string | undefined, arrivedAt: number | null, dueAt: number | null): Judged {
  if (dueAt === null) return "none";
  if (arrivedAt !== null) return arrivedAt > dueAt ? "late" : "kept";
  const endedAt = order.ended_at === null ? null : Date.parse(order.ended_at);
  if (order.fired.includes(`miss:${name}`) || (endedAt !== null && endedAt > dueAt)) return "missed";
  return endedAt === null ? "none" : "lapsed";
}

function rerunLanes(whatIf: WhatIf | null): Map<string, RerunLane> {
  const found = new Map<string, RerunLane>();
  for (const order of whatIf?.rerun.orders ?? []) {
    if (found.has(order.unit)) continue;
    const assignedAt = Date.parse(order.at);
    found.set(order.unit, {
      assignedAt,
      plannedAt: order.eta_s === null ? null : assignedAt + order.eta_s * 1000,
      reached: order.milestones.flatMap(({ name, at }) =>
        (MILESTONES as readonly string[]).includes(name) ? [{ milestone: name, at: Date.parse(at) }] : [],
      ),
    });
  }
  return found;
}

function onlyRerun(incident: string, unit: string, rerun: RerunLane): Lane {
  const nothing = { assignedAt: null, plannedAt: null, dueAt: null, reached: [], arrivedAt: null, endedAt: null };
  return {
    key: `rerun/${unit}`,
    incident,
    unit,
    ...nothing,
    judged: "none",
    lateMs: 0,
    heardAt: null,
    waterfall: null,
    rerun,
  };
}

/** A piece of time that fills the width; `place` puts a moment on it, from 0 to 1, outside of it where it is outside. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function place(span: Span, at: number): number {
  return (at - span.from) / Math.max(1, span.to - span.from);
}

/** Return the part of the whole that is shown: so many minutes around a moment, kept within the whole. */
export function spanAround(whole: Span, at: number, minutes: number | null): Span {
  if (minutes === null || minutes * 60_000 >= whole.to - whole.from) return whole;
  const width = minutes * 60_000;
  const from = Math.min(Math.max(whole.from, at - width / 3), whole.to - width);
  return { from, to: from + width };
}
