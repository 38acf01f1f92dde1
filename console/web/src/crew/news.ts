/**
 * What changed between two pictures that a crew must hear of although nothing rings by itself: an order that ended, a
 * floor that is another one. Pictures are compared, not events: what changed while the phone was off counts as well.
 */

import type { State } from "../fold/state";
import type { Assignment, Incident } from "../wire/generated";

/** An order of this phone that is over. */
export interface Ended {
  readonly order: Assignment;
  readonly incident: Incident;
  readonly place: string;
}

export interface News {
  readonly ended: readonly Ended[];
  /** Incidents whose floor or place is another one now. */
  readonly moved: readonly string[];
}

const NOTHING: News = { ended: [], moved: [] };

/** Compare two pictures. `nameOf` says where an incident is, in the picture before. */
export function newsOf(
  before: State,
  after: State,
  units: ReadonlySet<string>,
  nameOf: (incident: Incident, state: State) => string,
): News {
  if (before.assignments === after.assignments && before.incidents === after.incidents) return NOTHING;
  const standing = [...before.assignments.values()].filter((each) => each.ending === null && units.has(each.unit));
  const ended = standing.flatMap((order) => {
    const now = after.assignments.get(order.id);
    const incident = before.incidents.get(order.incident);
    const over = now === undefined || now.ending !== null;
    return over && incident !== undefined ? [{ order, incident, place: nameOf(incident, before) }] : [];
  });
  const moved = [...new Set(standing.map((each) => each.incident))].filter((id) => {
    const [then, now] = [before.incidents.get(id)?.place, after.incidents.get(id)?.place];
    return then !== undefined && now !== undefined && (then.floor !== now.floor || then.building !== now.building);
  });
  return { ended, moved };
}
