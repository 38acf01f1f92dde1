/** Where crews were planned to be: a straight, dashed line from the station, as long as the plan says they had come. */

import type { Feature } from "geojson";
import { ordersOf } from "../derived/targets";
import type { State } from "../fold/state";
import type { Assignment, Incident } from "../wire/generated";
import type { Episode } from "./hub";

export function ghostsOf(state: State, episode: Episode, now: number): Feature[] {
  return episode.incidents.flatMap((id) => {
    const incident = state.incidents.get(id);
    return incident === undefined
      ? []
      : ordersOf(state, incident).flatMap((order) => ghostOf(state, incident, order, now));
  });
}

function ghostOf(state: State, { place }: Incident, order: Assignment, now: number): Feature[] {
  const station = state.stations.get(order.station);
  const { eta_s, legs } = order;
  if (station === undefined || eta_s === null || place.lon === null || place.lat === null) return [];
  if (order.ending !== null || order.on_scene_at !== null) return [];
  const since = (now - Date.parse(order.assigned_at)) / 1000;
  const turnout = legs?.turnout_s ?? 0;
  const share = Math.min(1, Math.max(0, (since - turnout) / Math.max(1, eta_s - turnout)));
  const lon = station.lon + share * (place.lon - station.lon);
  const lat = station.lat + share * (place.lat - station.lat);
  const from = [station.lon, station.lat];
  return [
    {
      type: "Feature",
      properties: { key: order.id },
      geometry: { type: "LineString", coordinates: [from, [lon, lat]] },
    },
    { type: "Feature", properties: { key: `${order.id}/end` }, geometry: { type: "Point", coordinates: [lon, lat] } },
  ];
}
