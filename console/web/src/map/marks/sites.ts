/** Of the buildings' files: where water is taken, and where one goes in. Close up only, for a city has thousands. */

import type { State } from "../../fold/state";
import type { Entrance, Hydrant, Site } from "../../wire/generated";
import { ALWAYS, type Maker } from "./mark";

const WATER_FROM = 15;
const WATER_NAMED = 16.5;
const ENTRANCE_FROM = 15.5;
const ENTRANCE_NAMED = 16;

/** What stands inside is on the building's own plan. */
const INSIDE: readonly Hydrant["kind"][] = ["indoor", "riser"];

export const hydrantMaker: Maker = {
  *touched(before, after) {
    yield* after.hydrants.changedFrom(before.hydrants);
    yield* idsOf(before, after, ({ hydrants }) => hydrants);
  },
  make(state, id) {
    const hydrant = hydrantOf(state, id);
    if (hydrant === undefined || INSIDE.includes(hydrant.kind)) return null;
    const { lon, lat, kind } = hydrant;
    const icon = `hydrant/${kind}/${givesWater(state, hydrant) ? "works" : "dry"}`;
    const shown = { label: id, rank: 1, from: WATER_FROM, named: WATER_NAMED };
    return { mark: { kind: "hydrant", id, lon, lat, icon, ...ALWAYS, ...shown }, until: Number.POSITIVE_INFINITY };
  },
};

export const entranceMaker: Maker = {
  *touched(before, after) {
    yield* idsOf(before, after, ({ entrances }) => entrances);
  },
  make(state, id) {
    const entrance = entranceOf(state, id);
    if (entrance === undefined) return null;
    const { lon, lat, name } = entrance;
    const icon = `entrance/${entrance.serves.includes("engine") ? "engine" : "crew"}`;
    const shown = { label: name || id, rank: 4, from: ENTRANCE_FROM, named: ENTRANCE_NAMED };
    return { mark: { kind: "entrance", id, lon, lat, icon, ...ALWAYS, ...shown }, until: Number.POSITIVE_INFINITY };
  },
};

/** What somebody found last; else what its row says. */
export function givesWater(state: State, { id, state: row }: Hydrant): boolean {
  return state.hydrants.get(id)?.works ?? (row === "ready" || row === null);
}

export function hydrantOf(state: State, id: string): Hydrant | undefined {
  return found(state).hydrants.get(id);
}

export function entranceOf(state: State, id: string): Entrance | undefined {
  return found(state).entrances.get(id);
}

interface Found {
  readonly hydrants: ReadonlyMap<string, Hydrant>;
  readonly entrances: ReadonlyMap<string, Entrance>;
}

/** All of them by id; made once for each version of the files. A hydrant in the street stands in several. */
function found({ sites }: State): Found {
  const known = indexes.get(sites);
  if (known !== undefined) return known;
  const all = [...sites.values()];
  const index = { hydrants: byId(all, (site) => site.hydrants), entrances: byId(all, (site) => site.entrances) };
  indexes.set(sites, index);
  return index;
}

const indexes = new WeakMap<object, Found>();

function byId<T extends { readonly id: string }>(sites: readonly Site[], of: (site: Site) => readonly T[]) {
  return new Map(sites.flatMap(of).map((each) => [each.id, each]));
}

function* idsOf(before: State, after: State, of: (site: Site) => readonly { readonly id: string }[]) {
  for (const building of after.sites.changedFrom(before.sites)) {
    for (const { sites } of [before, after]) {
      const site = sites.get(building);
      if (site !== undefined) yield* of(site).map(({ id }) => id);
    }
  }
}
