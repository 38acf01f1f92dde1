/**
 * Finds places by characters, pinyin, initials, or what an input method is still composing. The index is built once: by
 * each character that a name can be found from, so that a key press looks at few of 40,000 names.
 */

import { ATTACHED, floorOf } from "./floors";
import { plain } from "./plain";
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
  /** Where in the name it begins, and how much of it it covers, in units of the text (UTF-16). */
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

/** Input methods put apostrophes and spaces between the syllables that they are composing. */
export function readTyped(text: string): Typed {
  const typed = plain(text).trim();
  for (const space of typed.matchAll(/\s+/g)) {
    // A floor may be several words: `floor 12`. What stands before it is the place.
    const floor = space.index > 0 ? floorOf(typed.slice(space.index)) : null;
    if (floor !== null) return { letters: lettersOf(typed.slice(0, space.index)), floor };
  }
  const attached = ATTACHED.exec(typed);
  const floor = attached?.[2] === undefined ? null : floorOf(attached[2]);
  return { letters: lettersOf(floor === null ? typed : (attached?.[1] ?? typed)), floor };
}

function lettersOf(typed: string): string {
  return typed.replace(/['’\s]/g, "");
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
    const wantedLetters = plain(letters);
    const [first] = wantedLetters;
    if (first === undefined) return [];
    const found = new Map<Named, Match>();
    for (const { entry, start } of this.starts.get(first) ?? []) {
      if (found.has(entry.place)) continue;
      const length = covered(entry.characters, start, wantedLetters);
      if (length > 0) found.set(entry.place, { place: entry.place, start, length });
    }
    const wanted = new Map([...found.keys()].map((place) => [place, prefer(place)]));
    const rank = (match: Match) => wanted.get(match.place) ?? 0;
    return [...found.values()]
      .sort(
        (one, other) =>
          rank(one) - rank(other) || one.start - other.start || one.place.name.length - other.place.name.length,
      )
      .slice(0, most)
      .map(({ place, start, length }) => ({ place, ...unitsOf(place.name, start, length) }));
  }

  private add(entry: Entry): void {
    entry.characters.forEach((readings, start) => {
      for (const letter of new Set(readings.flatMap(([letter]) => letter ?? []))) {
        const list = this.starts.get(letter) ?? [];
        list.push({ entry, start });
        this.starts.set(letter, list);
      }
    });
  }
}

/** Whole characters as units of UTF-16: some names hold characters that take two. */
function unitsOf(name: string, start: number, length: number): { readonly start: number; readonly length: number } {
  const characters = Array.from(name);
  const units = (from: number, to: number) => characters.slice(from, to).join("").length;
  return { start: units(0, start), length: units(start, start + length) };
}
