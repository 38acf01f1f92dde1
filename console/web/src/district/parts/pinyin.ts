/** How names are typed on this page: characters only, until somebody begins to search and the dictionary has come. */

import { signal } from "@preact/signals";
import { CHARACTERS_ONLY, openReadings, type Readings } from "../../places/readings";

export const pinyin = signal<Readings>(CHARACTERS_ONLY);

let asked: Promise<void> | null = null;

/** Fetch the dictionary, once; what could not be fetched is asked for again with the next search. */
export function fetchPinyin(): void {
  asked ??= openReadings().then((readings) => {
    pinyin.value = readings;
    if (!readings.whole) asked = null;
  });
}
