/**
 * What changed between two pictures that a crew must hear of although nothing rings by itself: an order that ended, a
 * floor that is another one. Pictures are compared, not events: what changed while the phone was off counts as well.
 */

import type { State } from "../fold/state";
import type { Assignment, Incident, Note } from "../wire/generated";

/** An order of this phone that is over. */
export interface Ended {
  readonly order: Assignment;
  readonly incident: Incident;
  readonly place: string;
}

/** A line that somebody wrote for all who are going. */
export interface Noted {
  readonly incident: Incident;
  readonly note: Note;
}

export interface News {
  readonly ended: readonly Ended[];
  /** Incidents whose floor or place is another one now. */
  readonly moved: readonly string[];
  readonly noted: readonly Noted[];
}

const NOTHING: News = { ended: [], moved: [], noted: [] };

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
  return { ended, moved, noted: notedOf(before, after, standing) };
}

/** What was written since, in incidents that were known before: an order's own notes come with it, and are no news. */
function notedOf(before: State, after: State, standing: readonly Assignment[]): Noted[] {
  return [...new Set(standing.map((each) => each.incident))].flatMap((id) => {
    const [then, now] = [before.incidents.get(id)?.notes, after.incidents.get(id)];
    if (then === undefined || now === undefined || then === now.notes) return [];
    return now.notes.slice(then.length).map((note) => ({ incident: now, note }));
  });
}
