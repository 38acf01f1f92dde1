/** What the top line counts: who is on post, what nobody has in hand, what is missed, what is a drill. */

import type { State } from "../fold/state";
import type { Assignment, Instant } from "../wire/generated";
import { settledAt } from "./targets";

export interface Shift {
  /** Stations with at least one unit on duty, of all that have units. */
  readonly stationsOnDuty: number;
  readonly stations: number;
  readonly openIncidents: number;
  readonly notTaken: number;
  /** Open operations in which a promise is broken and still not kept. */
  readonly missed: number;
  readonly drills: number;
  /** When the newest operation opened; null where there is none to remember. */
  readonly lastOpenedAt: Instant | null;
}

export function shiftOf(state: State): Shift {
  const all = [...state.incidents.values()].filter((each) => !each.test);
  const operations = all.filter((each) => !each.exercise);
  const open = operations.filter((each) => each.closed_at === null);
  const late = withBrokenPromises(state);
  return {
    ...postsOf(state),
    openIncidents: open.length,
    notTaken: open.filter((each) => each.taken_by === null).length,
    missed: open.filter((each) => late.has(each.id)).length,
    drills: all.filter((each) => each.exercise && each.closed_at === null).length,
    lastOpenedAt: operations.reduce<Instant | null>(
      (last, { opened_at: at }) => (last === null || at > last ? at : last),
      null,
    ),
  };
}

/** The incidents of which an order's promise is broken and still not kept. One walk over the orders, none per incident. */
function withBrokenPromises(state: State): Set<string> {
  const found = new Set<string>();
  for (const order of state.assignments.values()) {
    if (order.ending === null && order.fired.some((key) => key.startsWith("miss:")) && breaksPromise(order)) {
      found.add(order.incident);
    }
  }
  return found;
}

function breaksPromise(order: Assignment): boolean {
  return order.targets.some(
    (clock) => order.fired.includes(`miss:${clock.name}`) && settledAt(order, clock.milestone) === null,
  );
}

function postsOf(state: State): { stationsOnDuty: number; stations: number } {
  const onDuty = new Map<string, boolean>();
  for (const unit of state.units.values()) {
    onDuty.set(unit.station, (onDuty.get(unit.station) ?? false) || !state.off_duty.has(unit.id));
  }
  return { stationsOnDuty: [...onDuty.values()].filter(Boolean).length, stations: onDuty.size };
}
