/** Other incidents of this phone, in a strip: the most urgent has the screen, any can be looked at. */

import { t } from "../../language/language";
import { incidentWord } from "../../language/wire_words";
import type { Crew } from "../crew";
import type { Alert } from "../orders";

export function Others({ crew, shown }: { readonly crew: Crew; readonly shown: Alert }) {
  const asking = crew.beside.value?.incident.id;
  const others = crew.alerts.value.filter(
    ({ incident }) => incident.id !== shown.incident.id && incident.id !== asking,
  );
  if (others.length === 0) return null;
  return (
    <nav class="others" aria-label={t("crew.others", { count: others.length })}>
      {others.map(({ incident, answered }) => (
        <button
          key={incident.id}
          type="button"
          class={`other ${incident.exercise ? "drill" : ""}`}
          onClick={() => crew.guard.guarded(() => crew.pick(incident.id))}
        >
          {incident.exercise && `${t("drill")} `}
          {incidentWord(incident, crew.state.value.buildings)}
          {!answered && <strong> ■ {t("crew.unanswered")}</strong>}
        </button>
      ))}
    </nav>
  );
}
