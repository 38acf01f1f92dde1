/** Words for what the wire names. A word that this page was not built for is shown as it came, never hidden. */

import type { Incident, Place } from "../wire/generated";
import type { PlainKey } from "./dictionary";
import { t } from "./language";
import { zh } from "./words.zh";

type Family =
  | "action"
  | "close"
  | "ending"
  | "flag"
  | "kind"
  | "milestone"
  | "mode"
  | "shortfall"
  | "source"
  | "station";

/** Return the words for one of a family of wire words, such as `kind` and `smoke`. */
export function wireWord(family: Family | "target" | "verdict", word: string): string {
  const key = `${family}.${word}`;
  return key in zh ? t(key as PlainKey) : word;
}

/** Return what a rung waits for: `missed_arrive` is "arrival missed". */
export function triggerWord(trigger: string): string {
  const target = trigger.startsWith("missed_") ? trigger.slice("missed_".length) : null;
  if (target !== null) return t("trigger.missed", { target: wireWord("target", target) });
  const key = `trigger.${trigger}`;
  return key in zh ? t(key as PlainKey) : trigger;
}

export function floorWord(floor: number): string {
  return floor < 0 ? t("basement", { floor: -floor }) : t("floor", { floor });
}

/** Return where it is in words, without the floor: the building, else the text, else the coordinates. */
export function placeWord(place: Place, buildings: { get(id: string): { readonly name: string } | undefined }): string {
  const building = place.building === null ? undefined : (buildings.get(place.building)?.name ?? place.building);
  const told = [building, place.text].filter((part) => part !== null && part !== undefined && part !== "");
  if (told.length > 0) return told.join(" ");
  if (place.lon === null || place.lat === null) return t("row.no_place");
  return t("row.at", { lat: place.lat.toFixed(5), lon: place.lon.toFixed(5) });
}

/** Return what an incident is called at a glance: its number and its place. */
export function incidentWord(
  incident: Incident,
  buildings: { get(id: string): { readonly name: string } | undefined },
): string {
  return t("act.about", { number: incident.number, place: placeWord(incident.place, buildings) });
}
