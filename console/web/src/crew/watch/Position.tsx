/** Whether this phone tells where it is, told to whoever carries it, and how to stop it. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import type { Crew } from "../crew";

export function Position({ crew }: { readonly crew: Crew }) {
  const { where } = crew;
  const { sent, lastAt, allowed } = where;
  const said = {
    silent: t(allowed.value ? "crew.position_silent" : "crew.position_off"),
    sent: t("crew.position_sent", { time: lastAt.value === null ? "—" : clock(lastAt.value) }),
    refused: `▲ ${t("crew.position_refused")}`,
    unknown: `▲ ${t("crew.position_unknown")}`,
  }[sent.value];
  return (
    <fieldset class="card units">
      <legend>{t("crew.position")}</legend>
      <p class="second">{t("crew.position_how")}</p>
      <label>
        <input type="checkbox" checked={allowed.value} onChange={() => where.allow(!allowed.peek())} />
        {t("crew.position_allow")}
      </label>
      <p class="digits">{said}</p>
    </fieldset>
  );
}
