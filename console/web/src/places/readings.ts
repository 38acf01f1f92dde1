/**
 * How Chinese names are typed on a Latin keyboard: every reading of every character, made once per character. Characters
 * themselves, letters and digits need no dictionary: what cannot be fetched takes nothing else away.
 */

import { fetchPart } from "../renewal/renewal";

import { plain } from "./plain";

type Pinyin = typeof import("pinyin-pro").pinyin;

export class Readings {
  private readonly known = new Map<string, readonly string[]>();

  /** `pinyin` null: the dictionary is not there (yet), and every character stands for itself. */
  constructor(private readonly pinyin: Pinyin | null) {}

  /** Whether pinyin is read. */
  get whole(): boolean {
    return this.pinyin !== null;
  }

  /** Return what may be typed for a character: all its readings without tones (重: zhong, chong); itself in lower case. */
  readonly of = (character: string): readonly string[] => {
    const known = this.known.get(character);
    if (known !== undefined) return known;
    // ③ is typed as 3, Ａ as a, and a character of compatibility as the one that it stands for.
    const typed = plain(character);
    const found = /^\p{Script=Han}$/u.test(typed)
      ? (this.pinyin?.(typed, { multiple: true, toneType: "none", type: "array", v: true }) ?? [])
      : [];
    const all = [...new Set([typed, ...found])];
    this.known.set(character, all);
    return all;
  };
}

export const CHARACTERS_ONLY = new Readings(null);

/**
 * Fetch the dictionary: a third of a megabyte that the first picture of the page does not need. Where it cannot be had
 * this gives characters only, and the page says so (`renewal/`).
 */
export async function openReadings(): Promise<Readings> {
  try {
    const { pinyin } = await fetchPart(() => import("pinyin-pro"));
    return new Readings(pinyin);
  } catch {
    return CHARACTERS_ONLY;
  }
}

/**
 * Return how many of a name's characters the typed letters cover from `start` on, or -1 where they do not match: each
 * character by itself, by its initial, or by a reading, of which the last may be unfinished (`jiefb` is 解放碑 halfway).
 */
export function covered(name: readonly (readonly string[])[], start: number, typed: string): number {
  if (typed === "") return 0;
  const here = name[start];
  if (here === undefined) return -1;
  for (const reading of here) {
    // The longest first: `fang` takes `fang` and not only `f`.
    if (reading === "") {
      const rest = covered(name, start + 1, typed);
      if (rest >= 0) return rest + 1;
    }
    for (let length = Math.min(reading.length, typed.length); length > 0; length--) {
      if (!reading.startsWith(typed.slice(0, length))) continue;
      if (length !== reading.length && length !== 1 && length !== typed.length) continue;
      const rest = covered(name, start + 1, typed.slice(length));
      if (rest >= 0) return rest + 1;
    }
  }
  return -1;
}
