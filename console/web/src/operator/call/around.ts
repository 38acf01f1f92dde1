/** What stands around a place, told while it is being written down: zone, what is near, the nearest station and water. */

import type { State } from "../../fold/state";
import { distanceM } from "../../map/area";

export interface Near {
  readonly name: string;
  /** Metres as the crow flies. */
  readonly metres: number;
}

export interface Around {
  /** The zone of the building or the station there; empty where the place is neither, or in none. */
  readonly zone: string;
  readonly station: Near | null;
  /** The nearest hydrant of any building file that is not known to give no water. */
  readonly hydrant: Near | null;
  /** For a place that is no building: the nearest one, where one is near. */
  readonly building: Near | null;
}

const BUILDING_WITHIN_M = 150;

interface Spot {
  readonly kind: string;
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
}

/** Return what the state knows around a place. */
export function aroundOf(state: State, spot: Spot): Around {
  const own = spot.kind === "building" ? state.buildings.get(spot.id) : undefined;
  const building = own === undefined ? nearest(spot, state.buildings.values()) : null;
  return {
    zone: own?.zone ?? (spot.kind === "station" ? (state.stations.get(spot.id)?.zone ?? "") : ""),
    station: nearest(spot, state.stations.values()),
    hydrant: nearest(spot, hydrantsOf(state)),
    building: building !== null && building.metres <= BUILDING_WITHIN_M ? building : null,
  };
}

interface Standing {
  readonly id: string;
  readonly name?: string;
  readonly lon: number;
  readonly lat: number;
}

function nearest({ lon, lat }: Spot, places: Iterable<Standing>): Near | null {
  let found: Near | null = null;
  for (const each of places) {
    const metres = distanceM([lon, lat], [each.lon, each.lat]);
    if (found === null || metres < found.metres) found = { name: each.name ?? each.id, metres };
  }
  return found;
}

function* hydrantsOf(state: State): IterableIterator<Standing> {
  for (const { hydrants } of state.sites.values()) {
    for (const each of hydrants) {
      const works = state.hydrants.get(each.id)?.works ?? (each.state !== "defective" && each.state !== "away");
      if (works) yield each;
    }
  }
}
