/** Many alarms at a glance: how many, on which floors, the first and the newest. */

import type { State } from "../../fold/state";
import type { Alarm, Incident } from "../../wire/generated";

export interface Spread {
  /** Newest first. */
  readonly alarms: readonly Alarm[];
  /** The floors that alarms named, each once, the lowest first. */
  readonly floors: readonly number[];
}

export function spreadOf({ alarms }: State, incident: Incident): Spread {
  const found = incident.alarms.flatMap((id) => alarms.get(id) ?? []).reverse();
  const floors = new Set(found.flatMap(({ place }) => place.floor ?? []));
  return { alarms: found, floors: [...floors].sort((one, other) => one - other) };
}

/** Floors beside each other as ranges: `3–5 9`. There is no floor 0. */
export function rangesOf(floors: readonly number[]): (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const floor of floors) {
    const last = found.at(-1);
    if (last !== undefined && (floor === last[1] + 1 || (last[1] === -1 && floor === 1))) last[1] = floor;
    else found.push([floor, floor]);
  }
  return found;
}
