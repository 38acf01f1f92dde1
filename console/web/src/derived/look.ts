/**
 * When a look ends: who was sent to look has a limit to say what it is, then the whole plan goes. The rule is the hub's
 * (`dispatch/core/look.py`).
 */

import type { State } from "../fold/state";
import type { Assignment, Incident, Report } from "../wire/generated";
import { heardAt, ordersOf } from "./targets";

/** Return when the whole plan goes unless somebody says what it is (ms since 1970); null where nobody is waited for. */
export function lookEndsAt(state: State, incident: Incident): number | null {
  const limitMs = state.settings.look.within_s * 1000;
  if (incident.looking_since === null || limitMs === 0) return null;
  if (incident.closed_at !== null || incident.confirmed_at !== null || incident.signal_at !== null) return null;
  const since = Date.parse(incident.looking_since);
  if (incident.reports.some((report) => tells(report) && Date.parse(report.at) >= since)) return null;
  const due = begins(ordersOf(state, incident), since, limitMs);
  return afterOutages(state, incident, since, due);
}

function begins(orders: readonly Assignment[], since: number, limitMs: number): number {
  const there = orders
    .flatMap((each) => heardAt(each, "on_scene") ?? heardAt(each, "controlled") ?? [])
    .filter((at) => at >= since);
  if (there.length > 0) return Math.min(...there) + limitMs;
  const answered = orders.filter((each) => answeredAt(each) !== null);
  const coming = answered.filter((each) => each.ending === null).map((each) => expectedAt(each, since));
  if (coming.length > 0) return Math.min(...coming) + limitMs;
  return Math.max(since + limitMs, ...answered.flatMap((each) => instant(each.ended_at)));
}

/** When a crew that has answered is to be there: by its promise or its travel time, the earlier one. */
function expectedAt(order: Assignment, since: number): number {
  const promised = order.targets.flatMap((clock) => (clock.milestone === "on_scene" ? instant(clock.due_at) : []));
  const foreseen = order.eta_s === null ? [] : [Date.parse(order.assigned_at) + Math.round(order.eta_s * 1000)];
  const known = [...promised, ...foreseen];
  return Math.max(known.length > 0 ? Math.min(...known) : since, answeredAt(order) ?? since, since);
}

function answeredAt(order: Assignment): number | null {
  return heardAt(order, "acknowledged") ?? heardAt(order, "en_route");
}

/** Whether a report says what it is: trapped people or a blocked lane alone do not. */
function tells({ said }: Report): boolean {
  return said.saw !== null || said.under_control || said.out;
}

/** While the hub was away nobody's word could have come in: it ends once people can be back. */
function afterOutages(state: State, incident: Incident, since: number, due: number): number {
  const graceMs = state.settings.outage.grace_s * 1000;
  return incident.away
    .filter((away) => since < Date.parse(away.until))
    .reduce((end, away) => {
      return Date.parse(away.away_from) < end ? Math.max(end, Date.parse(away.until) + graceMs) : end;
    }, due);
}

function instant(at: string | null): number[] {
  return at === null ? [] : [Date.parse(at)];
}
