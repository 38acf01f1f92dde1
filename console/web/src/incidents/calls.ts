/** What was said of an incident and by whom: its alarms that have words or a caller; people first, each newest first. */

import type { State } from "../fold/state";
import type { Alarm, Incident } from "../wire/generated";

export function callsOf({ alarms }: State, incident: Incident): Alarm[] {
  const said = incident.alarms.flatMap((id) => alarms.get(id) ?? []).filter((each) => each.note || each.reporter);
  const newest = said.sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0));
  return [...newest.filter(isPersons), ...newest.filter((each) => !isPersons(each))];
}

/** Whether somebody said it, and not a panel of its detectors. */
export function isPersons({ reporter, source }: Alarm): boolean {
  return reporter !== null || ["phone", "person", "desk"].includes(source);
}

const NUMBER = /\+?\d[\d\s()-]{1,18}\d/;
const SHORTEST = 3;

/** The number to call back among the words of who called; null where there is none. */
export function phoneIn(words: string | null): string | null {
  const found = words?.match(NUMBER)?.[0].replace(/[^+\d]/g, "") ?? "";
  return found.length >= SHORTEST ? found : null;
}
