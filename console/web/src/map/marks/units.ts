/**
 * Units: the shape is how they travel, the filling what they are doing, the outline how certain the place is.
 *
 * A unit that waits at its station and never reported a position is its station's mark. One that is under way without a
 * position is drawn at its station with a dashed outline: that is an estimate.
 */

import { callSignOf } from "../../derived/call_signs";
import type { State } from "../../fold/state";
import { t } from "../../language/language";
import type { Assignment, Unit } from "../../wire/generated";
import { type Age, ageOf } from "../age";
import { IN_PLACE, type Maker } from "./mark";
import { unitsOf } from "./stations";

/** hollow · hollow with a dot · half · full · full in a double ring */
export type UnitActivity = "idle" | "called" | "acknowledged" | "en_route" | "on_scene";

const RANKS: Readonly<Record<UnitActivity, number>> = {
  idle: 10,
  called: 14,
  acknowledged: 16,
  en_route: 18,
  on_scene: 17,
};

/** Make a maker of units; it keeps which orders bind each unit, from what changes. */
export function unitMaker(): Maker {
  const orders = new OrdersOfUnits();
  return {
    *touched(before, after) {
      yield* after.positions.changedFrom(before.positions);
      yield* after.units.changedFrom(before.units);
      yield* orders.follow(before, after);
    },
    make(state, id, now) {
      const unit = state.units.get(id);
      if (unit === undefined) return null;
      const order = orders.leading(id);
      const at = placeOf(state, unit, order !== null, now);
      if (at === null) return null;
      const doing = doingOf(order);
      const tone = order === null ? "idle" : order.exercise ? "drill" : "active";
      const icon = `unit/${unit.mode}/${doing}/${at.age.certainty}/${tone}`;
      const sign = callSignOf(state, id);
      const age = at.age.shown === null ? "" : shownAge(at.age.shown);
      const label = [sign.station, sign.unit, age].filter((line) => line !== "").join("\n");
      const { lon, lat, offset } = at;
      const shown = { label, offset, rank: RANKS[doing], from: 0, named: order === null ? IDLE_NAMED : 0 };
      return { mark: { kind: "unit", id, lon, lat, icon, ...shown }, until: at.age.until };
    },
  };
}

/** What a unit is doing in an order; in none it is idle. */
export function doingOf(order: Assignment | null): UnitActivity {
  if (order === null) return "idle";
  if (order.on_scene_at !== null) return "on_scene";
  if (order.en_route_at !== null) return "en_route";
  return order.acknowledged_at === null ? "called" : "acknowledged";
}

/** Which orders bind each unit, kept up by what changed: with 4,000 orders, looking through all of them each time is a
 * twentieth of the main thread. */
class OrdersOfUnits {
  private readonly binding = new Map<string, Map<string, Assignment>>();

  /** Take over the changes between two states; yield the units that they are about. */
  *follow(before: State, after: State): IterableIterator<string> {
    for (const key of after.assignments.changedFrom(before.assignments)) {
      const old = before.assignments.get(key);
      const order = after.assignments.get(key);
      if (old !== undefined) this.binding.get(old.unit)?.delete(key);
      if (order !== undefined && order.ending === null) this.of(order.unit).set(key, order);
      const unit = (order ?? old)?.unit;
      if (unit !== undefined) yield unit;
    }
  }

  /** The order that a unit is furthest with, of those that bind it; operations before drills. */
  leading(unit: string): Assignment | null {
    let found: Assignment | null = null;
    for (const order of this.binding.get(unit)?.values() ?? []) {
      if (found === null || weight(order) > weight(found)) found = order;
    }
    return found;
  }

  private of(unit: string): Map<string, Assignment> {
    const known = this.binding.get(unit) ?? new Map<string, Assignment>();
    this.binding.set(unit, known);
    return known;
  }
}

function weight(order: Assignment): number {
  return (order.exercise ? 0 : 100) + RANKS[doingOf(order)];
}

interface Placed {
  readonly lon: number;
  readonly lat: number;
  readonly age: Age;
  readonly offset: readonly [number, number];
}

const ESTIMATE: Age = { certainty: "estimate", shown: null, until: Number.POSITIVE_INFINITY };
const ROW_PX = 24;
const STEP_PX = 24;
/** The names of those who wait are shown from here on. */
const IDLE_NAMED = 14;

function placeOf(state: State, unit: Unit, bound: boolean, now: number): Placed | null {
  const position = state.positions.get(unit.id);
  if (position !== undefined) {
    const { lon, lat, at, doubt } = position;
    const age = ageOf(Date.parse(at), now);
    // What nobody counts with is drawn as a guess, with its age.
    const shown: Age = doubt === null ? age : { ...age, certainty: "estimate" };
    return { lon, lat, age: shown, offset: IN_PLACE };
  }
  const station = bound ? state.stations.get(unit.station) : undefined;
  if (station === undefined) return null;
  const row = unitsOf(state).get(station.id) ?? [];
  const place = row.findIndex((each) => each.id === unit.id) - (row.length - 1) / 2;
  const { lon, lat } = station;
  return { lon, lat, age: ESTIMATE, offset: [place * STEP_PX, ROW_PX] };
}

function shownAge({ unit, count }: NonNullable<Age["shown"]>): string {
  return unit === "s" ? t("map.age_s", { count }) : t("map.age_min", { count });
}
