/** Roads, hydrants and the registry. */

import { withRosters } from "./duty";
import { dropped, nothing, put, type Rules } from "./put";
import { withTables } from "./signals";
import type { Table } from "./table";

type Types =
  | "road.closed"
  | "road.opened"
  | "hydrant.changed"
  | "registry.changed"
  | "hub.clock_drift"
  | "record.lost"
  | "token.made"
  | "token.invited"
  | "token.redeemed"
  | "token.withdrawn";

export const DISTRICT: Rules<Types> = {
  "road.closed": (state, event) => {
    const { closure: id, area, modes, until, by, at, reason, report, narrows_to_m } = event;
    return put(state, "closures", { id, area, modes, until, by, at, reason, report, narrows_to_m });
  },
  "road.opened": (state, event) => ({ ...state, closures: state.closures.without(event.closure) }),
  "registry.changed": (state, event) => ({
    ...withTables(withRosters(state, event), event),
    settings: event.settings ?? state.settings,
    stations: dropped(withRows(state.stations, event.stations), event.dropped_stations),
    units: withRows(dropped(state.units, event.dropped_units), event.units),
    buildings: dropped(withRows(state.buildings, event.buildings), event.dropped_buildings),
    helpers: dropped(withRows(state.helpers, event.helpers), event.dropped_helpers),
    sites: dropped(
      event.sites.reduce((sites, site) => sites.with(site.building, site), state.sites),
      [...event.dropped_sites, ...event.dropped_buildings],
    ),
  }),
  "hydrant.changed": (state, { hydrant, works, at, by, incident }) => ({
    ...state,
    hydrants: state.hydrants.with(hydrant, { works, at, by, incident }),
  }),
  "hub.clock_drift": nothing,
  "record.lost": nothing,
  // Who may come in stands in the hub's file of tokens.
  "token.made": nothing,
  "token.invited": nothing,
  "token.redeemed": nothing,
  "token.withdrawn": nothing,
};

/** Put rows in, or in the place of those with their ids. */
function withRows<T extends { readonly id: string }>(table: Table<T>, rows: readonly T[]): Table<T> {
  return rows.reduce((result, row) => result.with(row.id, row), table);
}
