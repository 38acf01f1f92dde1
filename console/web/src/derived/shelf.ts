/**
 * What is on a shelf: a panel or detector that a person set aside for a time (`dispatch/core/shelf.py`, whose rules these
 * are). A shelved incident makes no new sound and stands apart in the list; nothing that could be a fire stays there.
 */

import type { State } from "../fold/state";
import type { Alarm, Incident, Shelf } from "../wire/generated";
import { isUrgent, type Rank } from "./urgency";

/** What a person says, or what only a hand or a fire sets off, is never of a test alone. */
const SAID_BY_PEOPLE: readonly string[] = ["phone", "person", "desk"];
const SURE_SIGNS: readonly string[] = ["manual_call_point", "water_flow"];

/** A device's address without the signs between its parts, the zeros before its numbers, its capitals. */
export function partsOf(device: string): readonly string[] {
  const parts =
    device
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return parts.map((part) => part.replace(/^0+/, "") || "0");
}

/** Whether an alarm of a device, in a building, is of what is shelved: a panel's name is the panel and all its loops. */
export function covers(shelf: Shelf, device: string | null, building: string | null): boolean {
  if (device === null) return false;
  if (shelf.building !== null && building !== null && shelf.building !== building) return false;
  const parts = partsOf(device);
  return partsOf(shelf.source).every((part, place) => parts[place] === part);
}

/** The shelf that an incident is on; null where it is on none, or could be a fire. */
export function shelfOf(state: State, incident: Incident): Shelf | null {
  if (state.shelved.size === 0 || couldBeFire(incident)) return null;
  const alarms = incident.alarms.flatMap((id) => state.alarms.get(id) ?? []);
  if (alarms.length === 0 || alarms.length < incident.alarms.length || alarms.some(isSure)) return null;
  for (const shelf of state.shelved.values()) {
    if (alarms.every((alarm) => covers(shelf, alarm.device, alarm.place.building))) return shelf;
  }
  return null;
}

/** Whether a row may stand on its shelf: never where nobody comes, or nobody is there in time. */
export function shelvedRow(state: State, rank: Rank): Shelf | null {
  if (rank.exercise || rank.test || isUrgent(rank)) return null;
  const incident = state.incidents.get(rank.id);
  return incident === undefined ? null : shelfOf(state, incident);
}

/** The ranks that sounds follow: what is shelved is quiet, and so is what may be until its alarm is known. */
export function audible(state: State, ranks: readonly Rank[]): readonly Rank[] {
  if (state.shelved.size === 0) return ranks;
  return ranks.filter((rank) => {
    if (isUrgent(rank)) return true;
    return shelvedRow(state, rank) === null && state.incidents.get(rank.id)?.alarms.length !== 0;
  });
}

/** What would be shelved of an incident: the device of its last alarm; null where none names one. */
export function sourceOf(state: State, incident: Incident): string | null {
  const devices = incident.alarms.flatMap((id) => state.alarms.get(id)?.device ?? []);
  return devices[devices.length - 1] ?? null;
}

/** Whether shelving a source of an incident would mean anything: what is a fire would not stay on any shelf. */
export function mayBeShelved(state: State, incident: Incident): boolean {
  const alarms = incident.alarms.flatMap((id) => state.alarms.get(id) ?? []);
  return !couldBeFire(incident) && !alarms.some(isSure) && sourceOf(state, incident) !== null;
}

function couldBeFire(incident: Incident): boolean {
  const { exercise, test, trapped, confirmed_at, reports } = incident;
  if (exercise || test || (trapped ?? 0) > 0 || confirmed_at !== null) return true;
  return reports.some(({ said }) => said.saw === "fire");
}

function isSure({ source, kind }: Alarm): boolean {
  return SAID_BY_PEOPLE.includes(source) || SURE_SIGNS.includes(kind);
}
