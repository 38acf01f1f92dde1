/** Why the centre did not do what was pressed, by the problem's code. */

import type { PlainKey } from "./dictionary";
import { t } from "./language";
import { zh } from "./words.zh";

export function refusalWord(code: string): string {
  const key = `problem.${code}`;
  return t(key in zh ? (key as PlainKey) : "refused.other");
}
