/**
 * What a crew's page shows of its orders: one alert for each incident, the most urgent first, and of each button whether
 * it was pressed and whether the centre has it. Pure: the state, what was pressed and the chosen units come in.
 */

import { compareRanks, type Rank, rankOf } from "../derived/urgency";
import type { State } from "../fold/state";
import { type Entry, isSettled } from "../outbox/queue";
import type { Assignment, Incident } from "../wire/generated";

/** What a crew says about an order; the wire's command is `assignment.STEP`. */
export type Step = "acknowledge" | "depart" | "arrive" | "control" | "release" | "decline";

const REACHED = {
  acknowledge: "acknowledged_at",
  depart: "en_route_at",
  arrive: "on_scene_at",
  control: "controlled_at",
} as const satisfies Partial<Record<Step, keyof Assignment>>;

const FORWARD = ["acknowledge", "depart", "arrive", "control"] as const;
const ALL: readonly Step[] = [...FORWARD, "release", "decline"];

/** `none` ○ · `waiting` ◐ pressed, not with the centre yet · `received` ● · `refused` ×. */
export interface Mark {
  readonly state: "none" | "waiting" | "received" | "refused";
  /** When it was pressed, or when the centre says it was; milliseconds since 1970. */
  readonly at: number | null;
  /** Why the centre refused; the problem's code. */
  readonly why: string | null;
}

const NO_MARK: Mark = { state: "none", at: null, why: null };

/** One incident that this phone has orders in. */
export interface Alert {
  readonly incident: Incident;
  /** Where it stands among all, as far as this station's view tells; null where it is closed. */
  readonly rank: Rank | null;
  /** The standing orders of the units that this phone speaks for, oldest first. */
  readonly orders: readonly Assignment[];
  readonly answered: boolean;
  /** How often the centre has called, the first time included. */
  readonly calls: number;
}

/** Return the alerts of these units. `units`: those that this phone speaks for. */
export function alertsOf(state: State, units: ReadonlySet<string>, pressed: readonly Entry[]): Alert[] {
  const byIncident = new Map<string, Assignment[]>();
  for (const order of state.assignments.values()) {
    if (order.ending !== null || !units.has(order.unit)) continue;
    byIncident.set(order.incident, [...(byIncident.get(order.incident) ?? []), order]);
  }
  const alerts = [...byIncident].flatMap(([id, orders]) => {
    const incident = state.incidents.get(id);
    return incident === undefined ? [] : [alertOf(incident, rankOf(state, incident), orders, pressed)];
  });
  return alerts.sort(moreUrgent);
}

function alertOf(
  incident: Incident,
  rank: Rank | null,
  orders: readonly Assignment[],
  pressed: readonly Entry[],
): Alert {
  const sorted = [...orders].sort((one, other) => one.assigned_seq - other.assigned_seq);
  return {
    incident,
    rank,
    orders: sorted,
    answered: sorted.every((order) => isAnswered(order, pressed)),
    calls: Math.max(...sorted.map((order) => order.alerts)),
  };
}

/** Real before drill, what this crew has not answered before what it has; then as urgent as everywhere. */
function moreUrgent(one: Alert, other: Alert): number {
  return (
    Number(one.incident.exercise) - Number(other.incident.exercise) ||
    Number(one.answered) - Number(other.answered) ||
    (one.rank === null || other.rank === null ? 0 : compareRanks(one.rank, other.rank))
  );
}

/** Whether somebody said anything about the order: any button answers, for people in a hurry leave some out. */
function isAnswered(order: Assignment, pressed: readonly Entry[]): boolean {
  return ALL.some((step) => isDone(markOf(order, step, pressed)));
}

/** Return what became of a step of an order. */
export function markOf(order: Assignment, step: Step, pressed: readonly Entry[]): Mark {
  const entry = pressed.findLast((each) => isOf(each, order.id, step));
  const reached = step in REACHED ? order[REACHED[step as keyof typeof REACHED]] : null;
  const at = entry === undefined ? milliseconds(reached) : Date.parse(entry.pressedAt);
  if (reached !== null) return { state: "received", at, why: null };
  if (entry === undefined) return NO_MARK;
  if (entry.state === "refused") return { state: "refused", at, why: entry.problem?.type.split(":").at(-1) ?? "" };
  return { state: isSettled(entry) ? "received" : "waiting", at, why: null };
}

function isOf({ command }: Entry, assignment: string, step: Step): boolean {
  return command.type === `assignment.${step}` && "assignment" in command && command.assignment === assignment;
}

function milliseconds(at: string | null): number | null {
  return at === null ? null : Date.parse(at);
}

export function isDone(mark: Mark): boolean {
  return mark.state === "waiting" || mark.state === "received";
}

const ORDER_OF_MARKS: readonly Mark["state"][] = ["none", "refused", "waiting", "received"];

/** Return the mark of one button that speaks for several orders: the least that is true of all. */
export function markOfAll(orders: readonly Assignment[], step: Step, pressed: readonly Entry[]): Mark {
  const marks = orders.map((order) => markOf(order, step, pressed));
  return marks.reduce(
    (least, each) =>
      ORDER_OF_MARKS.indexOf(each.state) < ORDER_OF_MARKS.indexOf(least.state) || least === NO_MARK ? each : least,
    marks[0] ?? NO_MARK,
  );
}

/** Return the step that is next for all of them, `release` once it is handled. A later step makes the earlier ones past. */
export function nextStep(orders: readonly Assignment[], pressed: readonly Entry[]): Step {
  const last = FORWARD.findLastIndex((step) => isDone(markOfAll(orders, step, pressed)));
  return FORWARD[last + 1] ?? "release";
}

/** The orders that a press of this step is for: those of which it was not said yet. */
export function ordersFor(orders: readonly Assignment[], step: Step, pressed: readonly Entry[]): Assignment[] {
  return orders.filter((order) => !isDone(markOf(order, step, pressed)));
}
