/** What a dictionary must have: every key of the Chinese one, and nothing else. */

import type { zh } from "./words.zh";

export type Key = keyof typeof zh;

export type Dictionary = { readonly [K in Key]: string };

/** The names in braces of a text: `"{a} of {b}"` has `a` and `b`. */
export type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** What must be given beside a key: nothing, or a value for each name in its text. */
export type Given<K extends Key> =
  Names<(typeof zh)[K]> extends never ? [] : [values: Record<Names<(typeof zh)[K]>, string | number>];

/** The keys whose text leaves nothing open, for words that are chosen while the page runs. */
export type PlainKey = { [K in Key]: Names<(typeof zh)[K]> extends never ? K : never }[Key];
