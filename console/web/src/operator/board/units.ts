/**
 * What each unit of the district is doing: who is free, posted, not ready, bound by an order, away. Pure: from the state
 * and from what the hub says of each station's readiness; a clock is read by nobody here.
 */

import { callSignWord } from "../../derived/call_signs";
import { isUnanswered } from "../../derived/coming";
import type { State } from "../../fold/state";
import { doingOf } from "../../map/marks/units";
import type { Assignment, Standby, Unit } from "../../wire/generated";

/** In the order in which somebody who needs a unit reads them. */
export const DOINGS = ["free", "standby", "not_ready", "bound", "away"] as const;

/**
 * `free`: on duty, at its station, ready as far as anybody knows · `standby`: posted somewhere else · `not_ready`: its
 * station is not · `bound`: an order binds it · `away`: off duty.
 */
export type Doing = (typeof DOINGS)[number];

export type ReadyState = "ready" | "limited" | "not_ready" | "unknown";

export interface BoardUnit {
  readonly id: string;
  /** The call sign in one line. */
  readonly sign: string;
  readonly mode: string;
  readonly station: string;
  /** Empty where the station belongs to none. */
  readonly zone: string;
  readonly doing: Doing;
  /** What the hub says of its station; null where nothing was said. */
  readonly ready: ReadyState | null;
  /** The order that it is furthest with, an operation's before a drill's; null where none binds it. */
  readonly order: Assignment | null;
  /** The order was not answered: nobody knows whether it comes. */
  readonly unanswered: boolean;
  readonly standby: Standby | null;
  /** Since when it is off duty, in milliseconds since 1970. */
  readonly awaySince: number | null;
  /** When it was where it was seen last, in milliseconds since 1970; null where nobody saw it. */
  readonly seenAt: number | null;
}

/** Return all units, by call sign. */
export function unitsOf(state: State, readiness: ReadonlyMap<string, ReadyState>): readonly BoardUnit[] {
  const orders = bindingOrders(state);
  return inOrder(state).map(({ unit, sign }): BoardUnit => {
    const order = orders.get(unit.id) ?? null;
    const posted = state.standbys.get(unit.id);
    const standby = posted?.begun_at == null ? null : posted;
    const away = state.off_duty.get(unit.id);
    const ready = readiness.get(unit.station) ?? null;
    const position = state.positions.get(unit.id);
    return {
      id: unit.id,
      sign,
      mode: unit.mode,
      station: unit.station,
      zone: state.stations.get(unit.station)?.zone ?? "",
      doing: doingWhat(order !== null, away !== undefined, standby !== null, ready),
      ready,
      order,
      unanswered: order !== null && isUnanswered(order),
      standby,
      awaySince: away === undefined ? null : Date.parse(away),
      seenAt: position === undefined ? null : Date.parse(position.at),
    };
  });
}

/** An order binds whoever went off duty, too; who is posted somewhere stands there, whatever its station lacks. */
function doingWhat(bound: boolean, away: boolean, posted: boolean, ready: ReadyState | null): Doing {
  if (bound) return "bound";
  if (away) return "away";
  if (posted) return "standby";
  return ready === "not_ready" ? "not_ready" : "free";
}

/** The order that each unit is furthest with. One walk over the orders, none per unit. */
function bindingOrders(state: State): ReadonlyMap<string, Assignment> {
  const found = new Map<string, Assignment>();
  for (const order of state.assignments.values()) {
    if (order.ending !== null) continue;
    const known = found.get(order.unit);
    if (known === undefined || weightOf(order) > weightOf(known)) found.set(order.unit, order);
  }
  return found;
}

const STAGES = ["idle", "called", "acknowledged", "en_route", "on_scene"] as const;

function weightOf(order: Assignment): number {
  return (order.exercise ? 0 : STAGES.length) + STAGES.indexOf(doingOf(order));
}

const NATURAL = new Intl.Collator("zh-CN", { numeric: true });
const NUMERALS = "〇一二三四五六七八九";

interface Named {
  readonly unit: Unit;
  readonly sign: string;
}

const orders = new WeakMap<object, { readonly stations: object; readonly named: readonly Named[] }>();

/** The units by call sign, 二组 after 一组; put in order once for each version of the tables. */
function inOrder(state: State): readonly Named[] {
  const known = orders.get(state.units);
  if (known?.stations === state.stations) return known.named;
  const named = [...state.units.values()].map((unit) => {
    const sign = callSignWord(state, unit.id);
    return { unit, sign, read: sign.replace(/[〇一二三四五六七八九]/g, (each) => digitOf(each)) };
  });
  named.sort((one, other) => NATURAL.compare(one.read, other.read) || (one.unit.id < other.unit.id ? -1 : 1));
  orders.set(state.units, { stations: state.stations, named });
  return named;
}

function digitOf(numeral: string): string {
  const digit = NUMERALS.indexOf(numeral);
  return digit < 0 ? numeral : String(digit);
}
