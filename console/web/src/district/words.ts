/** Words for what the hub names on this page. A word that the page was not built for is shown as it came. */

import type { PlainKey } from "../language/dictionary";
import { language, t } from "../language/language";
import { refusalWord } from "../language/refusals";
import type { Family } from "../language/wire_words";
import { zh } from "../language/words.zh";
import { Refusal } from "../wire/http";

/** Families of this page's own. */
type OwnFamily = "drill_act" | "stretch";

/** Return the words for one of a family of wire words, such as `finding` and `battery_low`. */
export function named(family: Family | OwnFamily, word: string): string {
  const key = `${family}.${word}`;
  return key in zh ? t(key as PlainKey) : word;
}

/** Return the side of a pair that the reader's language asks for: the hub's tables have both. */
export function inLanguage(both: { readonly zh: string; readonly en: string }): string {
  return language.value === "zh" ? both.zh : both.en;
}

/** Return what went wrong, in the reader's language, with the hub's own sentence where it gave one. */
export function troubleWords(trouble: unknown): string {
  if (!(trouble instanceof Refusal)) return t("trouble.unreachable");
  const why = refusalWord(trouble.code);
  const said = saidOfField(trouble);
  return said === null ? t("trouble.refused", { why, detail: trouble.message }) : t("trouble.said", { why, said });
}

/** Return what the hub says of a field that somebody filled, the field by its name on the form; null: nothing. */
export function saidOfField({ problem }: Refusal): string | null {
  const said = inLanguage({ zh: problem.zh ?? "", en: problem.en ?? "" });
  if (said === "") return null;
  const { at } = problem;
  return at !== undefined && said.startsWith(`${at} `)
    ? t("field.said", { field: fieldName(at), said: said.slice(at.length + 1) })
    : said;
}

/** Return what a field is called: `plan.injects[2].trapped` by its last part that has a name. */
export function fieldName(at: string): string {
  const parts = fieldPath(at);
  const key = parts.reverse().find((part) => `field.${part}` in zh);
  return key === undefined ? at : t(`field.${key}` as PlainKey);
}

/** The parts of a path without the places in lists: `plan.injects[2].trapped` is plan, injects, trapped. */
export function fieldPath(at: string): string[] {
  return at.replace(/\[[^\]]*\]/g, "").split(".");
}

/** Milliseconds as seconds with one decimal; "—" where there are none. */
export function seconds(ms: number | null | undefined): string {
  return ms === null || ms === undefined
    ? "—"
    : t("seconds", { count: (ms / 1000).toFixed(ms < 10_000 ? 2 : ms < 100_000 ? 1 : 0) });
}

export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? "—" : `${Math.round(share * 100)}%`;
}
