/**
 * Finds places by characters, pinyin, initials, or what an input method is still composing. The index is built once: by
 * each character that a name can be found from, so that a key press looks at few of 40,000 names.
 */

import { covered, type Readings } from "./readings";

export interface Named {
  readonly kind: "building" | "station" | "street";
  readonly id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

export interface Match {
  readonly place: Named;
  /** Where in the name it begins, and how many characters it covers. */
  readonly start: number;
  readonly length: number;
}

/** What was typed, taken apart: letters to look for, and a floor after a space. */
export interface Typed {
  readonly letters: string;
  readonly floor: number | null;
}

interface Entry {
  readonly place: Named;
  readonly characters: readonly (readonly string[])[];
}

const FLOOR = /^(.*\S)\s+(-?|[bB])(\d{1,3})\s*(?:层|楼|[fF])?$/;

/** Input methods put apostrophes and spaces between the syllables that they are composing. */
export function readTyped(text: string): Typed {
  const floor = FLOOR.exec(text.trim());
  const letters = (floor?.[1] ?? text).replace(/['’\s]/g, "").toLowerCase();
  if (floor === null) return { letters, floor: null };
  const storey = Number(floor[3]);
  return { letters, floor: floor[2] === "" ? storey : -storey };
}

export class PlaceIndex {
  private readonly starts = new Map<string, { entry: Entry; start: number }[]>();
  readonly size: number;

  constructor(places: Iterable<Named>, readings: Readings) {
    let size = 0;
    for (const place of places) {
      size += 1;
      this.add({ place, characters: Array.from(place.name, readings.of) });
    }
    this.size = size;
  }

  /** Return the best of what matches, best first. `prefer`: a smaller number comes first among like matches. */
  find(letters: string, most: number, prefer: (place: Named) => number): Match[] {
    const [first] = letters;
    if (first === undefined) return [];
    const found = new Map<Named, Match>();
    for (const { entry, start } of this.starts.get(first) ?? []) {
      if (found.has(entry.place)) continue;
      const length = covered(entry.characters, start, letters);
      if (length > 0) found.set(entry.place, { place: entry.place, start, length });
    }
    const wanted = new Map([...found.keys()].map((place) => [place, prefer(place)]));
    const rank = (match: Match) => wanted.get(match.place) ?? 0;
    return [...found.values()]
      .sort(
        (one, other) =>
          rank(one) - rank(other) || one.start - other.start || one.place.name.length - other.place.name.length,
      )
      .slice(0, most);
  }

  private add(entry: Entry): void {
    entry.characters.forEach((readings, start) => {
      for (const letter of new Set(readings.map((reading) => reading[0] ?? ""))) {
        const list = this.starts.get(letter) ?? [];
        list.push({ entry, start });
        this.starts.set(letter, list);
      }
    });
  }
}
