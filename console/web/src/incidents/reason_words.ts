/** The reasons that the rules give, in the reader's language; what a person wrote stays as it is. */

import type { State } from "../fold/state";
import { fill, language } from "../language/language";
import { triggerWord, wireWord } from "../language/wire_words";
import type { Reason } from "../wire/generated";
import { unitName } from "./list/row";

/** Return why, in words. `text` is the record's own: all that an older hub stored, or that a newer one has words for. */
export function reasonWord(because: Reason | null, text: string, state: State): string {
  if (because === null) return text;
  if ("words" in because && because.words !== null) return because.words;
  const template = wireWord("reason", because.type);
  if (template === because.type) return text;
  const told = Object.entries(because).map(([field, value]) => [field, fieldWord(field, String(value), state)]);
  const said = "zh" in because ? because[language.value] : ""; // a rule that a district wrote has words in both languages
  return fill(template, { ...Object.fromEntries(told), said });
}

/** A code is told by its word, a unit by its name. */
function fieldWord(field: string, value: string, state: State): string {
  if (field === "unit") return unitName(state, value);
  if (field === "trigger") return triggerWord(value);
  return field === "close" || field === "sign" ? wireWord(field, value) : value;
}
