/** Stations: a pentagon, filled for the brigade's own, slashed where nobody could leave. */

import { shortStationName } from "../../derived/call_signs";
import type { State } from "../../fold/state";
import type { Unit } from "../../wire/generated";
import { ALWAYS, type Maker } from "./mark";

export const stationMaker: Maker = {
  *touched(before, after) {
    yield* after.stations.changedFrom(before.stations);
    yield* after.posts.changedFrom(before.posts);
    for (const table of [after.off_duty.changedFrom(before.off_duty), after.units.changedFrom(before.units)]) {
      for (const unit of table) {
        const station = (after.units.get(unit) ?? before.units.get(unit))?.station;
        if (station !== undefined) yield station;
      }
    }
  },
  make(state, id) {
    const station = state.stations.get(id);
    if (station === undefined) return null;
    const { lon, lat } = station;
    const size = station.kind === "fire" || station.kind === "small" ? "brigade" : "micro";
    const icon = `station/${size}/${canLeave(state, id) ? "ready" : "not_ready"}`;
    const brigade = size === "brigade";
    const shown = { label: shortStationName(station), rank: brigade ? 3 : 2, named: brigade ? 12 : 15 };
    return { mark: { kind: "station", id, lon, lat, icon, ...ALWAYS, ...shown }, until: Number.POSITIVE_INFINITY };
  },
};

/** Whether anybody is on duty there, and somebody would hear an order: what is not known speaks against nobody. */
export function canLeave(state: State, station: string): boolean {
  const units = unitsOf(state).get(station) ?? [];
  const heard = state.posts.get(station)?.presence?.present ?? true;
  return heard && units.some((unit) => !state.off_duty.has(unit.id));
}

/** The units of each station, in the order of their ids; made once for each version of the table. */
export function unitsOf(state: State): ReadonlyMap<string, readonly Unit[]> {
  const known = indexes.get(state.units);
  if (known !== undefined) return known;
  const index = new Map<string, Unit[]>();
  for (const unit of [...state.units.values()].sort((one, other) => (one.id < other.id ? -1 : 1))) {
    const others = index.get(unit.station);
    if (others === undefined) index.set(unit.station, [unit]);
    else others.push(unit);
  }
  indexes.set(state.units, index);
  return index;
}

const indexes = new WeakMap<object, ReadonlyMap<string, readonly Unit[]>>();
