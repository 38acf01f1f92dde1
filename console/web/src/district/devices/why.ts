/** Why a device may not do what it is there for, in words. */

import { t } from "../../language/language";
import { named } from "../words";

export function whyWord(why: string): string {
  return why === "silent" || why === "switched_off" ? t(`owed.${why}`) : named("condition", why);
}
