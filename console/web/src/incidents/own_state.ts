/**
 * A state that only changes where one incident does: itself, one of its orders, alarms or requests for help. A surge
 * elsewhere repaints nothing of it.
 */

import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { State } from "../fold/state";

/** Return a state in which the incident is as it is now; what else is in it may be older. */
export function useOwnState(state: ReadonlySignal<State>, id: string): State {
  return useMemo(() => ownState(state, id), [state, id]).value;
}

/** The same outside of a component. */
export function ownState(state: ReadonlySignal<State>, id: string): ReadonlySignal<State> {
  let last: State | null = null;
  return computed(() => {
    const now = state.value;
    if (last === null || differs(last, now, id)) last = now;
    return last;
  });
}

export function differs(before: State, now: State, id: string): boolean {
  if (before === now) return false;
  const incident = now.incidents.get(id);
  if (before.incidents.get(id) !== incident || before.buildings !== now.buildings) return true;
  if (before.sites !== now.sites || before.hydrants !== now.hydrants) return true;
  if (before.settings !== now.settings || before.proposals !== now.proposals) return true;
  if (incident === undefined) return false;
  return (
    incident.assignments.some((key) => before.assignments.get(key) !== now.assignments.get(key)) ||
    incident.requests.some((key) => before.requests.get(key) !== now.requests.get(key)) ||
    incident.alarms.some((key) => before.alarms.get(key) !== now.alarms.get(key))
  );
}
