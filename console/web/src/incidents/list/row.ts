/** What a row of the list says, as words and values. */

import { callSignWord } from "../../derived/call_signs";
import { isUnanswered } from "../../derived/coming";
import { ordersOf, reachedAt } from "../../derived/targets";
import type { State } from "../../fold/state";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { Assignment, Incident } from "../../wire/generated";

const MINUTE_MS = 60_000;

const MILESTONES = ["controlled", "on_scene", "en_route", "acknowledged", "delivered", "assigned"] as const;

/** The last milestone that an order reached, in words; how it ended where it did. */
export function stateOf(order: Assignment): string {
  if (order.ending !== null) return wireWord("milestone", order.ending);
  const reached = MILESTONES.find((each) => reachedAt(order, each) !== null) ?? "assigned";
  if (isUnanswered(order)) return wireWord("milestone", "no_answer");
  return wireWord("milestone", reached);
}

const SHORT_NAME = 16;

/** Who goes, at a glance: how many are how far, and the crew's name where it is the only one and short. */
export function crewsOf(state: State, incident: Incident): string {
  const active = ordersOf(state, incident).filter((each) => each.ending === null);
  const furthest = (order: Assignment) => MILESTONES.findIndex((each) => reachedAt(order, each) !== null);
  const [first] = [...active].sort((one, other) => furthest(one) - furthest(other));
  if (first === undefined) return t("row.nobody");
  const name = callSignWord(state, first.unit);
  if (active.length === 1) return name.length <= SHORT_NAME ? `${name} ${stateOf(first)}` : stateOf(first);
  if (isUnanswered(first)) return unansweredOf(active);
  const count = active.filter((each) => furthest(each) === furthest(first)).length;
  return t("row.crews", { milestone: stateOf(first), count, all: active.length });
}

/** Nobody answered of those whom the order has reached; who has not even got it is said apart. */
function unansweredOf(active: readonly Assignment[]): string {
  const reached = active.filter((each) => each.delivered_at !== null || isUnanswered(each));
  const count = reached.filter(isUnanswered).length;
  const milestone = wireWord("milestone", "no_answer");
  const told = t("row.crews", { milestone, count, all: reached.length });
  const waiting = active.length - reached.length;
  return waiting === 0 ? told : `${told} · ${t("row.undelivered", { count: waiting })}`;
}

export function unitName(state: State, unit: string): string {
  return state.units.get(unit)?.name ?? unit;
}

export function ageWord(incident: Incident, now: number): string {
  const minutes = Math.floor((now - Date.parse(incident.opened_at)) / MINUTE_MS);
  return minutes < 1 ? t("row.now") : t("row.age", { minutes });
}
