/** How soon each unit could be at a place: asked of the hub when a place is looked at, and again when roads close. */

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { ordersOf } from "../../derived/targets";
import type { State } from "../../fold/state";
import type { Incident, Legs } from "../../wire/generated";
import { ask, Refusal } from "../../wire/http";

export interface Spot {
  readonly lon: number;
  readonly lat: number;
  readonly floor: number | null;
}

export interface Travel {
  readonly unit: string;
  readonly station: string;
  readonly eta_s: number;
  readonly legs: Legs;
}

export interface Reach {
  readonly spot: Spot;
  /** Nearest first; empty while it is not known. */
  readonly travels: readonly Travel[];
  readonly state: "working" | "known" | "failed";
  readonly why: string;
}

/** Ask the hub; throws `Refusal` or `Unreachable`. */
async function askReach(token: string, spot: Spot): Promise<readonly Travel[]> {
  const query = new URLSearchParams({ lon: String(spot.lon), lat: String(spot.lat) });
  if (spot.floor !== null) query.set("floor", String(spot.floor));
  const answer = await ask<{ units: readonly Travel[] }>("GET", `/api/v1/reach?${query}`, { token });
  return [...answer.units].sort((one, other) => one.eta_s - other.eta_s);
}

/** Follow a spot: null asks nothing. What is asked for another spot meanwhile is thrown away. */
export function followReach(
  token: string,
  spot: ReadonlySignal<Spot | null>,
  closures: ReadonlySignal<State["closures"]>,
): ReadonlySignal<Reach | null> {
  const reach = signal<Reach | null>(null);
  effect(() => {
    closures.value;
    const wanted = spot.value;
    const same = sameSpot(reach.peek()?.spot ?? null, wanted);
    if (wanted === null) reach.value = null;
    else if (!same) reach.value = { spot: wanted, travels: [], state: "working", why: "" };
    if (wanted === null) return;
    let gone = false;
    const tell = (told: Omit<Reach, "spot">) => {
      if (!gone) reach.value = { spot: wanted, ...told };
    };
    askReach(token, wanted).then(
      (travels) => tell({ travels, state: "known", why: "" }),
      (error: unknown) =>
        tell({ travels: [], state: "failed", why: error instanceof Refusal ? error.message : String(error) }),
    );
    return () => {
      gone = true;
    };
  });
  return reach;
}

export function sameSpot(one: Spot | null, other: Spot | null): boolean {
  return one === other || (one?.lon === other?.lon && one?.lat === other?.lat && one?.floor === other?.floor);
}

export function spotOf(incident: Incident | undefined): Spot | null {
  const { lon, lat, floor } = incident?.place ?? { lon: null, lat: null, floor: null };
  return lon === null || lat === null ? null : { lon, lat, floor };
}

/** Return who could be sent to an incident now: on duty, bound by no order, nearest first. */
export function freeTravels(state: State, travels: readonly Travel[]): Travel[] {
  const bound = boundBy(state.assignments);
  return travels.filter(
    (each) => !bound.has(each.unit) && !state.off_duty.has(each.unit) && state.units.has(each.unit),
  );
}

const bindings = new WeakMap<State["assignments"], ReadonlySet<string>>();

/** The units that an order binds. Several parts of the page ask it of the same orders, one after the other. */
function boundBy(assignments: State["assignments"]): ReadonlySet<string> {
  const known = bindings.get(assignments);
  if (known !== undefined) return known;
  const units = new Set<string>();
  for (const order of assignments.values()) if (order.ending === null) units.add(order.unit);
  bindings.set(assignments, units);
  return units;
}

/** Return who goes next: the nearest who is free and was not sent to this incident before. */
export function recommendedOf(state: State, incident: Incident | null, reach: Reach | null): Travel | null {
  if (incident === null) return null;
  const tried = new Set(ordersOf(state, incident).map((order) => order.unit));
  return freeTravels(state, reach?.travels ?? []).find((each) => !tried.has(each.unit)) ?? null;
}
