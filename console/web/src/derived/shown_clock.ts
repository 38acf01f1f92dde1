/**
 * Which of an incident's promises its bar shows, and how that one stands: by what the hub said of it, so that every part
 * of the page says the same at the same event.
 */

import type { State } from "../fold/state";
import type { Assignment, Incident, TargetClock } from "../wire/generated";
import { type Coming, isUnanswered, missedArrivals } from "./coming";
import {
  ordersOf,
  PRESSING_FRACTION,
  type RunningTarget,
  reachedAt,
  settledAt,
  TARGET_GLYPHS,
  targetsOf,
} from "./targets";

/** How a promise stands, worst first. */
const STATES = ["missed", "pressing", "running"] as const;

export interface ShownClock {
  readonly order: string;
  /** The promise's name, and what is promised by it. */
  readonly name: string;
  readonly milestone: string;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
  readonly state: (typeof STATES)[number];
}

/**
 * Return, while nobody is there in time, the first arrival that was missed; else the worst of the promises that run, of
 * equally bad ones the arrival until somebody is there and the handling from then on, and of those the first to end. How
 * fast an answer came is each crew's own matter.
 */
export function shownClock(orders: readonly Assignment[], coming: Coming): ShownClock | null {
  const active = orders.filter((each) => each.ending === null);
  const all =
    coming === "late"
      ? missedArrivals(orders).flatMap(({ order, clock }) => shown(order, clock, "missed") ?? [])
      : active.flatMap((order) => order.targets.flatMap((clock) => runningClock(order, clock, active) ?? []));
  const wanted = coming === "there" ? ["controlled"] : ["on_scene"];
  const rank = ({ state, milestone }: ShownClock) => 2 * STATES.indexOf(state) + (wanted.includes(milestone) ? 0 : 1);
  return all.sort((one, other) => rank(one) - rank(other) || one.dueAt - other.dueAt)[0] ?? null;
}

const ANSWERS = ["delivered", "acknowledged", "en_route"];

function runningClock(order: Assignment, clock: TargetClock, active: readonly Assignment[]): ShownClock | null {
  if (ANSWERS.includes(clock.milestone) || settledAt(order, clock.milestone) !== null) return null;
  return shown(order, clock, stateOf(order, clock, active));
}

function shown(order: Assignment, clock: TargetClock, state: ShownClock["state"]): ShownClock | null {
  const start = reachedAt(order, clock.start);
  if (start === null) return null;
  const { name, milestone, limit_s } = clock;
  return { order: order.id, name, milestone, dueAt: start + limit_s * 1000, state };
}

function stateOf(order: Assignment, clock: TargetClock, active: readonly Assignment[]): ShownClock["state"] {
  if (order.fired.includes(`miss:${clock.name}`)) return "missed";
  if (order.fired.includes(`warn:${clock.name}:80`)) return "pressing";
  const late = saidLate(order, clock) && !active.some((each) => each !== order && keeps(each, clock));
  return late ? "pressing" : "running";
}

function saidLate(order: Assignment, { name }: TargetClock): boolean {
  return order.fired.includes(`warn:${name}:0`);
}

/** Whether another crew keeps the same promise: it is there, or comes and is not foreseen to be late. */
function keeps(order: Assignment, { name, milestone, limit_s }: TargetClock): boolean {
  const same = order.targets.some((each) => each.name === name && each.limit_s === limit_s);
  if (!same || order.fired.includes(`miss:${name}`)) return false;
  return settledAt(order, milestone) !== null || (!isUnanswered(order) && !order.fired.includes(`warn:${name}:0`));
}

/** Return the promise of an incident's bar as it looks at a moment; where none runs, how the first arrival was. */
export function shownTarget(
  state: State,
  incident: Incident,
  clock: ShownClock | null,
  now: number,
): RunningTarget | null {
  const order = clock === null ? undefined : state.assignments.get(clock.order);
  if (clock === null || order === undefined) return firstArrival(ordersOf(state, incident), now);
  if (order.ending !== null) return missedFor(order, clock, now);
  const target = targetsOf(order, now).find(({ name }) => name === clock.name);
  return target === undefined ? null : asSaid(target, clock.state);
}

/** The arrival of a crew that was called back, and that nobody has made up for. */
function missedFor(order: Assignment, { name, milestone, dueAt }: ShownClock, now: number): RunningTarget {
  const limitMs = 1000 * (order.targets.find((each) => each.name === name)?.limit_s ?? 0);
  const nothing = { tookMs: null, fraction: 0, predicted: null, predictedLateMs: 0, heardLateMs: 0 };
  const since = { leftMs: dueAt - now, lateMs: Math.max(0, now - dueAt) };
  return { assignment: order.id, name, milestone, limitMs, dueAt, state: "missed", glyph: "■", ...nothing, ...since };
}

/** The hub's word goes before a foreseen arrival: the bar is of one colour with the row's glyph. */
function asSaid(target: RunningTarget, said: ShownClock["state"]): RunningTarget {
  if (target.state !== "pressing" || said !== "running" || target.fraction <= PRESSING_FRACTION) return target;
  return { ...target, state: "running", glyph: TARGET_GLYPHS.running };
}

function firstArrival(orders: readonly Assignment[], now: number): RunningTarget | null {
  const arrived = orders
    .flatMap((each) => targetsOf(each, now))
    .filter((each) => each.milestone === "on_scene" && each.tookMs !== null);
  return arrived.reduce<RunningTarget | null>(
    (best, each) => (best === null || (each.tookMs ?? 0) < (best.tookMs ?? 0) ? each : best),
    null,
  );
}
