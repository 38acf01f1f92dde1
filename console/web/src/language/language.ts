/** The reader's language, and words in it. Reading a word in a component follows the language when it is switched. */

import { effect, signal } from "@preact/signals";
import { kept } from "../storage/kept";
import type { Dictionary, Given, Key } from "./dictionary";
import { en } from "./words.en";
import { zh } from "./words.zh";

export type Language = "zh" | "en";

const LANGUAGES: readonly Language[] = ["zh", "en"];
const DICTIONARIES: Readonly<Record<Language, Dictionary>> = { zh, en };

/** BCP 47: for `lang` attributes and for `Intl`. */
export const LOCALES: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en-GB" };

export const language = signal<Language>("zh");

/** Show the language that was chosen before (Chinese at first), and keep what is chosen from now on. */
export function startLanguage(): void {
  const keeping = kept("language", LANGUAGES, "zh");
  language.value = keeping.read();
  effect(() => {
    document.documentElement.lang = LOCALES[language.value];
    keeping.write(language.value);
  });
}

/** Return the words for a key, with a value for each name in braces. */
export function t<K extends Key>(key: K, ...given: Given<K>): string {
  return fill(DICTIONARIES[language.value][key], given[0] ?? {});
}

/** Put values in place of the names in braces. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
