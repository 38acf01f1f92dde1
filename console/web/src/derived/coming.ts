/**
 * Whether anybody is there or comes, from the orders alone. An order that nobody answers is not coming; taking an
 * incident brings nobody. Pure: no clock is read.
 */

import type { Assignment, Incident, TargetClock } from "../wire/generated";
import { reachedAt, settledAt } from "./targets";

/**
 * `nobody`: no order stands · `unanswered`: orders stand, and nobody answered one in time · `late`: somebody comes, a
 * promised arrival was missed and nobody is there · `coming` · `there`: a crew said that it is on scene.
 */
export type Coming = "nobody" | "unanswered" | "late" | "coming" | "there";

/** Nobody said that they are coming, in whatever way. */
export function isUnanswered(order: Assignment): boolean {
  return order.no_answer_at !== null && settledAt(order, "acknowledged") === null;
}

/** Return how much help an incident has; `orders` are its own, whichever way they ended. */
export function comingOf(orders: readonly Assignment[]): Coming {
  const active = orders.filter((each) => each.ending === null);
  if (active.some(wasThere)) return "there";
  if (active.length === 0) return "nobody";
  if (active.every(isUnanswered)) return "unanswered";
  return missedArrivals(orders).length > 0 ? "late" : "coming";
}

/**
 * The promised arrivals that were missed by crews that are not there. Calling a late crew back keeps no promise: until
 * the first one is there its miss counts, too.
 */
export function missedArrivals(orders: readonly Assignment[]): { order: Assignment; clock: TargetClock }[] {
  const promised = orders.some(wasThere) ? orders.filter((each) => each.ending === null) : orders;
  return promised.flatMap((order) =>
    wasThere(order)
      ? []
      : order.targets.filter((clock) => isMissedArrival(order, clock)).map((clock) => ({ order, clock })),
  );
}

/** Since when nobody comes (ms since 1970): the last one that came ended then, or was not answered. */
export function nobodySince(incident: Incident, orders: readonly Assignment[]): number {
  return orders.reduce((last, each) => Math.max(last, stoppedAt(each)), Date.parse(incident.opened_at));
}

/** Whether the crew said that it is there, or later that it was; being called back says nothing. */
function wasThere(order: Assignment): boolean {
  return order.on_scene_at !== null || order.controlled_at !== null;
}

function isMissedArrival(order: Assignment, { name, milestone }: TargetClock): boolean {
  return milestone === "on_scene" && order.fired.includes(`miss:${name}`);
}

/** When an order stopped meaning that somebody comes; 0 where it still does. */
function stoppedAt(order: Assignment): number {
  const unanswered = isUnanswered(order) ? Date.parse(order.no_answer_at ?? "") : Number.POSITIVE_INFINITY;
  const stopped = Math.min(unanswered, reachedAt(order, "released") ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(stopped) ? stopped : 0;
}
