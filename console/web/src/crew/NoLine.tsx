/** What the phone cannot do now: no line, no sound, nothing kept. Each says what to do, and covers nothing. */

import { clock } from "../language/format";
import { t } from "../language/language";
import { Band } from "../parts/Band";
import type { Crew } from "./crew";

export function NoLine({ crew }: { readonly crew: Crew }) {
  const asOf = crew.keptAsOf.value;
  // Until a line is there for some seconds nothing is wrong: the picture is replaced before anybody reads this.
  const away = asOf !== null && crew.line.value.silentS > 0;
  return (
    <>
      {away && <Band kind="silent">▲ {t("crew.no_line_as_of", { time: clock(asOf) })}</Band>}
      {!crew.presses.keeps.value && <Band kind="silent">▲ {t("crew.not_kept")}</Band>}
      {!crew.ringer.armed.value && crew.ringer.playing.value !== null && (
        <Band kind="silent">▲ {t("crew.silent")}</Band>
      )}
    </>
  );
}
