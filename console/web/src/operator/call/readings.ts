/** How Chinese names are typed on a Latin keyboard: every reading of every character, made once per character. */

import { pinyin } from "pinyin-pro";

const readings = new Map<string, readonly string[]>();

/** Return what may be typed for a character: all its readings without tones (重: zhong, chong); itself in lower case. */
export function readingsOf(character: string): readonly string[] {
  const known = readings.get(character);
  if (known !== undefined) return known;
  const found = /\p{Script=Han}/u.test(character)
    ? pinyin(character, { multiple: true, toneType: "none", type: "array", v: true })
    : [];
  const all = [...new Set([character.toLowerCase(), ...found])];
  readings.set(character, all);
  return all;
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
    for (let length = Math.min(reading.length, typed.length); length > 0; length--) {
      if (!reading.startsWith(typed.slice(0, length))) continue;
      if (length !== reading.length && length !== 1 && length !== typed.length) continue;
      const rest = covered(name, start + 1, typed.slice(length));
      if (rest >= 0) return rest + 1;
    }
  }
  return -1;
}
