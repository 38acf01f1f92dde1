/** What part of the ground the desk looks at: the place of a call that is being written, else the selected incident. */

import type { Position } from "geojson";
import { ordersOf } from "../../derived/targets";
import type { State } from "../../fold/state";
import { t } from "../../language/language";
import type { Pin } from "../../map/follow";
import type { Focus } from "../../map/ground";
import type { Assignment, Incident } from "../../wire/generated";
import type { Pin as CallPin } from "../call/pin";

const STREET_ZOOM = 16;

/** The orders of those who are on their way. */
export function comingTo(state: State, incident: Incident | null): Assignment[] {
  if (incident === null) return [];
  return ordersOf(state, incident).filter((each) => each.ending === null && each.on_scene_at === null);
}

/**
 * Return where to look. `asked` is what somebody wanted to see last, a new object each time: of the same incident it
 * brings the map back to a person who had moved it away.
 */
export function viewOf(state: State, asked: Focus | null, incident: Incident | null, pin: Pin | null): Focus | null {
  if (pin !== null) return { lon: pin.lon, lat: pin.lat, zoom: STREET_ZOOM, of: `pin ${pin.lon} ${pin.lat}` };
  const { lon, lat } = incident?.place ?? {};
  if (incident === null || lon == null || lat == null) return asked;
  const also = comingTo(state, incident).flatMap((order) => placesOf(state, order));
  return { lon, lat, also, of: `${incident.id} ${numberOf(asked)}` };
}

/** Where a call points, with its street below its name. */
export function pinOf(spot: CallPin | null): Pin | null {
  if (spot === null) return null;
  const { lon, lat, name, street } = spot;
  const known = street !== "" && street !== name;
  return { lon, lat, label: known ? `${name}\n${t("map.pin.near", { street })}` : name };
}

/** Where a unit is, or else its station. */
function placesOf(state: State, { unit, station }: Assignment): Position[] {
  const at = state.positions.get(unit) ?? state.stations.get(station);
  return at === undefined ? [] : [[at.lon, at.lat]];
}

const numbers = new WeakMap<Focus, number>();
let latest = 0;

/** Each asking has a number of its own. */
function numberOf(asked: Focus | null): number {
  if (asked === null) return 0;
  const known = numbers.get(asked) ?? ++latest;
  numbers.set(asked, known);
  return known;
}
