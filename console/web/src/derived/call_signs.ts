/**
 * Call signs: what a unit is called on the air and on the map. The station's name without the words that every station's
 * name ends with, and what the unit is there; no two units have the same one.
 */

import type { State } from "../fold/state";
import type { Station, Unit } from "../wire/generated";

export interface CallSign {
  /** Empty where the unit's own name says all. */
  readonly station: string;
  readonly unit: string;
}

type Tables = Pick<State, "units" | "stations">;

/** Return a unit's call sign; its id where nobody knows it. */
export function callSignOf(state: Tables, unit: string): CallSign {
  return signsOf(state).get(unit) ?? { station: "", unit };
}

/** A call sign in one line. */
export function callSignWord(state: Tables, unit: string): string {
  return inOneLine(callSignOf(state, unit));
}

const STATION_WORDS = /(?:社区微型|单位微型|微型|小型)?消防(?:救援)?站$/;

/** A station's name where there is little room. */
export function shortStationName({ name }: Station): string {
  return name.replace(STATION_WORDS, "") || name;
}

/** The signs of all units; made once for each version of the tables. */
function signsOf({ units, stations }: Tables): ReadonlyMap<string, CallSign> {
  const known = made.get(units);
  if (known?.stations === stations) return known.signs;
  const signs = new Map<string, CallSign>();
  const taken = new Map<string, number>();
  for (const unit of units.values()) {
    const sign = signOf(unit, stations.get(unit.station));
    signs.set(unit.id, sign);
    taken.set(inOneLine(sign), (taken.get(inOneLine(sign)) ?? 0) + 1);
  }
  for (const [id, sign] of signs) {
    if ((taken.get(inOneLine(sign)) ?? 0) > 1) signs.set(id, { ...sign, unit: `${sign.unit} ${id}` });
  }
  made.set(units, { stations, signs });
  return signs;
}

const made = new WeakMap<object, { readonly stations: object; readonly signs: ReadonlyMap<string, CallSign> }>();

function signOf({ name }: Unit, station: Station | undefined): CallSign {
  if (station === undefined || station.name === "" || !name.startsWith(station.name))
    return { station: "", unit: name };
  const own = name.slice(station.name.length).trim();
  return { station: shortStationName(station), unit: own };
}

function inOneLine({ station, unit }: CallSign): string {
  return station === "" ? unit : `${station} ${unit}`.trim();
}
