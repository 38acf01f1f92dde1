/** Floors as people write them behind a place: 12层, B2, 负一层, 地下二层, 十二楼, 12F, floor 12. */

import { plain } from "./plain";

const DIGITS = new Map(Array.from("零一二三四五六七八九", (digit, value) => [digit, value] as const));
const NUMBER = "(\\d{1,3}|[一二两三四五六七八九十百零]{1,5})";
const UNIT = "(?:层|楼|f|/f|层楼)";
const FORMS: readonly (readonly [RegExp, 1 | -1])[] = [
  [new RegExp(`^(?:b|-|负|地下|地下室|负的|basement|level -)\\s*${NUMBER}\\s*${UNIT}?$`), -1],
  [new RegExp(`^(?:地上|第)?\\s*${NUMBER}\\s*${UNIT}$`), 1],
  [/^(?:l|f|floor|level|fl\.?|地上|第)?\s*(\d{1,3})$/, 1],
  [/^(\d{1,3})(?:st|nd|rd|th)(?: floor)?$/, 1],
];
const FIRST = /^(?:首层|底层|首楼|ground floor)$/;

/** Return the floor that a text is, 0 for none: the way people count, the first one at the street. */
export function floorOf(text: string): number | null {
  const written = plain(text)
    .replace(/[−–—‐]/g, "-")
    .trim();
  if (FIRST.test(written)) return 1;
  for (const [form, sign] of FORMS) {
    const number = form.exec(written)?.[1];
    const value = number === undefined ? null : numberOf(number);
    if (value !== null) return sign * value;
  }
  return null;
}

/** Return a number in digits or in Chinese up to 999, or null. */
function numberOf(number: string): number | null {
  if (/^\d+$/.test(number)) return Number(number);
  let total = 0;
  let digit: number | null = null;
  for (const each of number.replace("两", "二")) {
    const size = each === "百" ? 100 : each === "十" ? 10 : 0;
    if (size > 0) {
      total += (digit ?? 1) * size;
      digit = null;
    } else {
      if (digit !== null && digit !== 0) return null;
      digit = DIGITS.get(each) ?? null;
    }
  }
  return total + (digit ?? 0);
}

/** A floor at the end without a space before it: only where the word for one stands there. */
export const ATTACHED = new RegExp(`^(.+?)((?:负|地下|地上|第|b|-)?${NUMBER}层|首层|底层)$`, "u");

const WITHIN = new RegExp(`(?:^|[^\\dA-Za-z])(负|地下|b|-)?${NUMBER}\\s*(?:层|楼|f(?![a-z]))`, "u");

/** Return the floor that is named somewhere in a text (`3F 走廊烟感`, `A座12层电梯厅`); null where none is. */
export function floorIn(text: string): number | null {
  const [, below, number] = WITHIN.exec(plain(text)) ?? [];
  const value = number === undefined ? null : numberOf(number);
  if (value === null || value === 0) return null;
  return below === undefined ? value : -value;
}
