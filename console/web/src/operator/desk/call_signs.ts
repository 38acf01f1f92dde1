/**
 * Finds units by what somebody types of their call signs: characters, pinyin, initials, digits, with what lies between
 * left out (`gt1` is 国泰广场 一组). Pure.
 */

import { plain } from "../../places/plain";
import { covered, type Readings } from "../../places/readings";

const NUMERALS = "〇一二三四五六七八九";
const BETWEEN = /['’\s·_-]/g;

/** Return those whose sign the letters fit, the best first; all of them, as they stand, where nothing was typed. */
export function findSigns<T>(all: readonly T[], signOf: (each: T) => string, typed: string, readings: Readings): T[] {
  const letters = plain(typed).replace(BETWEEN, "");
  if (letters === "") return [...all];
  const found = all.flatMap((each) => {
    const characters = Array.from(signOf(each).replace(BETWEEN, ""), (one) => typedFor(one, readings));
    const start = startOf(characters, 0, letters);
    return start < 0 ? [] : [{ each, start }];
  });
  return found.sort((one, other) => one.start - other.start).map(({ each }) => each);
}

function typedFor(character: string, readings: Readings): readonly string[] {
  const numeral = NUMERALS.indexOf(character);
  return numeral < 0 ? readings.of(character) : [...readings.of(character), String(numeral)];
}

/** Return where in the sign the letters begin, or -1: each run of them must fit, in their order. */
function startOf(sign: readonly (readonly string[])[], from: number, letters: string): number {
  for (let start = from; start < sign.length; start++) {
    for (let length = letters.length; length > 0; length--) {
      const count = covered(sign, start, letters.slice(0, length));
      if (count <= 0) continue;
      if (length === letters.length || startOf(sign, start + count, letters.slice(length)) >= 0) return start;
    }
  }
  return -1;
}
