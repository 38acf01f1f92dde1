/** How names are typed on this page: characters only, until somebody begins to search and the dictionary has come. */

import { signal } from "@preact/signals";
import { CHARACTERS_ONLY, openReadings, type Readings } from "../../places/readings";

export const pinyin = signal<Readings>(CHARACTERS_ONLY);

let asked = false;

/** Fetch the dictionary, once; what could not be fetched is asked for again with the next search. */
export function fetchPinyin(): void {
  if (asked) return;
  asked = true;
  void openReadings().then((readings) => {
    pinyin.value = readings;
    asked = readings.whole;
  });
}
