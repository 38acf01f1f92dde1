/**
 * What the one line of a crew says, and which line stands first: who is not coming, then who is late, then who is there.
 * The order follows from events alone; only the times need the clock.
 */

import { isUnanswered } from "../../derived/coming";
import { clockText, heardLateAt, settledAt, TARGET_GLYPHS } from "../../derived/targets";
import { t } from "../../language/language";
import type { Assignment } from "../../wire/generated";

/** How a crew stands, worst first. */
const STANDINGS = ["unanswered", "late", "pressing", "ordered", "coming", "overtime", "there", "handled"] as const;
export type Standing = (typeof STANDINGS)[number];

/** Shape first: the glyphs of promises, hollow where the crew has not said that it comes. */
export const STANDING_GLYPHS: { readonly [S in Standing]: string } = {
  unanswered: TARGET_GLYPHS.missed,
  late: TARGET_GLYPHS.missed,
  pressing: TARGET_GLYPHS.pressing,
  ordered: "○",
  coming: TARGET_GLYPHS.running,
  overtime: TARGET_GLYPHS.pressing,
  there: TARGET_GLYPHS.met,
  handled: TARGET_GLYPHS.met,
};

export function standingOf(order: Assignment): Standing {
  if (order.controlled_at !== null) return "handled";
  if (order.on_scene_at !== null) return said(order, "controlled", "miss") ? "overtime" : "there";
  if (isUnanswered(order)) return "unanswered";
  if (said(order, "on_scene", "miss")) return "late";
  if (said(order, "on_scene", "warn")) return "pressing";
  return settledAt(order, "acknowledged") === null ? "ordered" : "coming";
}

/** Whether the hub said of a promise of this milestone that it is missed, or that it will be. */
function said(order: Assignment, milestone: string, what: "miss" | "warn"): boolean {
  return order.targets.some(
    (clock) =>
      clock.milestone === milestone &&
      order.fired.some((key) => key.split(":", 2).join(":") === `${what}:${clock.name}`),
  );
}

/** The orders that stand, worst first; those that ended, the newest first. */
export function worstFirst(orders: readonly Assignment[]): { standing: Assignment[]; ended: Assignment[] } {
  const rank = (order: Assignment) => STANDINGS.indexOf(standingOf(order));
  const ended = orders.filter((each) => each.ending !== null);
  const standing = orders.filter((each) => each.ending === null);
  return {
    standing: standing.sort(
      (one, other) =>
        rank(one) - rank(other) || foreseen(one) - foreseen(other) || one.assigned_seq - other.assigned_seq,
    ),
    ended: ended.sort((one, other) => ((one.ended_at ?? "") < (other.ended_at ?? "") ? 1 : -1)),
  };
}

/** How long the way was to take when the order was given: what is foreseen since then is no plan. */
function plannedSeconds({ legs, eta_s: eta }: Assignment): number | null {
  if (legs === null) return eta;
  return legs.turnout_s + legs.road_s + legs.entrance_s + legs.storeys_s;
}

function foreseen(order: Assignment): number {
  return order.eta_s === null ? Number.POSITIVE_INFINITY : Date.parse(order.assigned_at) + order.eta_s * 1000;
}

export interface Arrival {
  /** What there is of it: how long it took, how much is left, or by how much it is over; empty where nobody knows. */
  readonly actual: string;
  /** How long the way was to take, from the order on; empty where nobody knows. */
  readonly planned: string;
  readonly late: boolean;
  /** When the hub heard of an arrival that counts from when it was pressed (ms); null where it came as lines are. */
  readonly heardAt: number | null;
}

/** A crew's arrival, actual and planned, at a moment. */
export function arrivalOf(order: Assignment, now: number): Arrival {
  const assigned = Date.parse(order.assigned_at);
  const plannedS = plannedSeconds(order);
  const planned = plannedS === null ? "" : clockText(plannedS * 1000);
  const arrived = settledAt(order, "on_scene");
  if (order.on_scene_at !== null || order.controlled_at !== null) {
    const took = (arrived ?? assigned) - assigned;
    const limit = order.targets.find((each) => each.milestone === "on_scene")?.limit_s;
    return {
      actual: clockText(took),
      planned,
      late: limit !== undefined && took > limit * 1000,
      heardAt: heardLateAt(order, arrived),
    };
  }
  if (order.eta_s === null || order.ending !== null) return { actual: "", planned, late: false, heardAt: null };
  const left = foreseen(order) - now;
  const actual = t(left >= 0 ? "unit.left" : "unit.over", { time: clockText(left) });
  return { actual, planned, late: left < 0, heardAt: null };
}
