/** Words for what the wire names. A word that this page was not built for is shown as it came, never hidden. */

import type { Incident, Place } from "../wire/generated";
import type { wireZh } from "../wire/words.generated";
import type { PlainKey } from "./dictionary";
import { t } from "./language";
import { zh } from "./words.zh";

/** The families of the hub's vocabulary. */
export type Family = keyof typeof wireZh extends infer Key
  ? Key extends `${infer Name}.${string}`
    ? Name
    : never
  : never;

/** Return the words for one of a family of wire words, such as `kind` and `smoke`. */
export function wireWord(family: Family, word: string): string {
  const key = `${family}.${word}`;
  return key in zh ? t(key as PlainKey) : word;
}

/** Return why somebody is missing, and what to do about it where something can be done. */
export function shortfallWord(code: string): string {
  const why = wireWord("shortfall", code);
  return code === "unlocated" || code === "ladder_exhausted" ? t(`advice.${code}`, { why }) : why;
}

/** Return what is missing, as a choice names it: kinds of station, modes and capabilities, with a figure where it has one. */
export function needWord(need: string): string {
  return need.split("+").map(partWord).join(" + ");
}

function partWord(part: string): string {
  if (part === "any") return t("need.any");
  const [code = part, figure] = part.split(">=");
  const family = (["station", "mode", "capability"] as const).find((each) => `${each}.${code}` in zh);
  const told = family === undefined ? code : wireWord(family, code);
  return figure === undefined ? told : `${told} ≥ ${figure}`;
}

/** Return what a rung waits for: `missed_arrive` is "arrival missed". */
export function triggerWord(trigger: string): string {
  const target = trigger.startsWith("missed_") ? trigger.slice("missed_".length) : null;
  if (target !== null) return t("trigger.missed", { target: wireWord("target", target) });
  return wireWord("trigger", trigger);
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

/** Return where it is, the floor behind the building: what is cut off at the end is words that somebody added. */
export function whereWord(place: Place, buildings: { get(id: string): { readonly name: string } | undefined }): string {
  if (place.floor === null) return placeWord(place, buildings);
  const building = place.building === null ? "" : placeWord({ ...place, text: null }, buildings);
  const told =
    building === ""
      ? [placeWord(place, buildings), floorWord(place.floor)]
      : [building, floorWord(place.floor), place.text];
  return told.filter((part) => part !== null && part !== "").join(" ");
}

/** Return what an incident is called at a glance: its number and its place. */
export function incidentWord(
  incident: Incident,
  buildings: { get(id: string): { readonly name: string } | undefined },
): string {
  return t("act.about", { number: incident.number, place: placeWord(incident.place, buildings) });
}
