/** Where to look at an incident from: far enough away to see everybody who came. */

import { ordersOf } from "../derived/targets";
import type { State } from "../fold/state";
import type { Focus } from "../map/ground";

const NEAREST_ZOOM = 15;
/** A map of this many pixels in the small direction is reckoned with, and a tile of the whole world is 512 wide. */
const MAP_PX = 320;
const WORLD_PX = 512;

/** Return the place and zoom for an incident and the stations of its orders; null where it has no place. */
export function focusOf(state: State, id: string | null): Focus | null {
  const incident = state.incidents.get(id ?? "");
  const { lon, lat } = incident?.place ?? {};
  if (incident === undefined || lon == null || lat == null) return null;
  const stations = ordersOf(state, incident).flatMap((order) => state.stations.get(order.station) ?? []);
  const stretch = 1 / Math.cos((lat * Math.PI) / 180);
  const reach = Math.max(
    0,
    ...stations.map((each) => Math.max(Math.abs(each.lon - lon), Math.abs(each.lat - lat) * stretch)),
  );
  const zoom = reach === 0 ? NEAREST_ZOOM : Math.log2((MAP_PX * 360) / (WORLD_PX * 2.2 * reach));
  return { lon, lat, zoom: Math.min(NEAREST_ZOOM, zoom) };
}
