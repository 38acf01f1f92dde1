/** Buildings whose devices have something to say: one calm mark each, with how many things hold there. Close up only. */

import { badness, holdingsOf, inBuilding, partOf } from "../../derived/conditions";
import type { State } from "../../fold/state";
import type { Maker, Mark } from "./mark";

const FROM = 13;
const NAMED = 15.5;
/** To the right of the building's own place, where its incident stands. */
const BESIDE = [16, -14] as const;

export const conditionMaker: Maker = {
  *touched(before, after) {
    for (const id of after.conditions.changedFrom(before.conditions)) {
      for (const { conditions } of [before, after]) {
        const building = conditions.get(id)?.building;
        if (building != null) yield building;
      }
    }
    if (before.buildings === after.buildings) return;
    for (const { building } of after.conditions.values()) if (building !== null) yield building;
  },
  make(state, id) {
    const building = state.buildings.get(id);
    const rows = tellingIn(state, id);
    const [worst] = rows;
    if (building === undefined || worst === undefined) return null;
    const { lon, lat } = building;
    const icon = `condition/${badness(worst.what) <= badness("limit") ? "watch" : "calm"}`;
    const shown = { label: String(rows.length), rank: 1, from: FROM, named: NAMED, offset: BESIDE };
    const mark: Mark = { kind: "condition", id, lon, lat, icon, ...shown };
    return { mark, until: Number.POSITIVE_INFINITY };
  },
};

/** What holds in a building and is no fire, the worst first: a fire is an incident, and has a mark of its own. */
export function tellingIn(state: State, building: string) {
  return inBuilding(state.conditions, building)
    .flatMap(holdingsOf)
    .filter((row) => row.what !== "fire" && row.verified !== false && partOf(row) !== "off")
    .sort((one, other) => badness(one.what) - badness(other.what) || one.since - other.since);
}
