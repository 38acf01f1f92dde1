/** What came of an incident; who said what before stands in the record. */

import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Button } from "../../parts/Button";
import type { Incident, IncidentOutcome } from "../../wire/generated";
import { perform } from "../desk/acts";
import { useDesk } from "../desk/desk";

export function Outcome({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const { outcome } = incident;
  if ((outcome === null && incident.closed_at === null) || incident.merged_into !== null) return null;
  return (
    <section>
      <h3>{t("outcome.title")}</h3>
      <p class={outcome === null ? "second" : ""}>{outcome === null ? t("outcome.none") : outcomeLine(outcome)}</p>
      {desk.mayAct && (
        <p class="acts">
          <Button onClick={() => perform(desk, "outcome")}>
            {t(outcome === null ? "outcome.record" : "outcome.correct")}
          </Button>
        </p>
      )}
    </section>
  );
}

/** Return what is known of it. */
function outcomeLine(outcome: IncidentOutcome): string {
  const names = Object.keys(outcome) as (keyof IncidentOutcome)[];
  return names
    .filter((name) => outcome[name] !== null)
    .map((name) => {
      const value = outcome[name];
      return `${wireWord("outcome", name)} ${name === "cause" ? wireWord("cause", String(value)) : value}`;
    })
    .join(" · ");
}
