/** The wall in words: how old something is, what it is called, what is written on a line so that it is found. */

import { shortStationName } from "../../derived/call_signs";
import type { Grouping, Holding } from "../../derived/conditions";
import type { State } from "../../fold/state";
import { buildingWord, deviceWord, whatWord } from "../../incidents/signals";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";

const MINUTE_MS = 60_000;
const MINUTES_AN_HOUR = 60;
const HOURS_A_DAY = 24;

/** How long something holds: minutes up to two hours, hours up to two days, then days. */
export function ageWord(sinceMs: number, nowMs: number): string {
  const minutes = Math.max(0, Math.floor((nowMs - sinceMs) / MINUTE_MS));
  if (minutes < 1) return t("wall.now");
  if (minutes < 2 * MINUTES_AN_HOUR) return t("wall.minutes", { count: minutes });
  const hours = Math.floor(minutes / MINUTES_AN_HOUR);
  if (hours < 2 * HOURS_A_DAY) return t("wall.hours", { count: hours });
  return t("wall.days", { count: Math.floor(hours / HOURS_A_DAY) });
}

/** What heads a group. */
export function groupWord(state: State, grouping: Grouping, key: string, first: Holding): string {
  if (grouping === "building") return key === "" ? t("wall.no_building") : buildingWord(state, key);
  if (grouping === "kind") return key === "" ? t("wall.no_kind") : wireWord("device_kind", key);
  return key === "limit" ? t("wall.limit") : whatWord(first);
}

/** Where a device is, without its floor. */
export function placeOf(state: State, { device }: Holding): string {
  return device.building === null ? t("wall.no_building") : buildingWord(state, device.building);
}

/** Whom a line was told to. */
export function toldWord(state: State, { station }: Holding): string {
  if (station === null) return t("wall.told_nobody");
  const known = state.stations.get(station);
  return t("wall.told", { station: known === undefined ? station : shortStationName(known) });
}

/** Everything that is written on a line, and what it is known by. */
export function wordsOf(state: State, row: Holding): string {
  const { device } = row;
  const names = [deviceWord(device), device.id, device.address ?? "", device.building ?? "", row.text ?? ""];
  return [whatWord(row), placeOf(state, row), ...names].join(" ");
}
