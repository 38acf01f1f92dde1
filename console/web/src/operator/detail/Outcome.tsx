/** What came of an incident, and its correction: who said what before stands in the record. */

import { useState } from "preact/hooks";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Button } from "../../parts/Button";
import type { Incident, IncidentOutcome } from "../../wire/generated";
import { OutcomeFields, outcomeOf } from "../acts/OutcomeFields";
import { useDesk } from "../desk/desk";

export function Outcome({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const [correcting, correct] = useState(false);
  const { outcome } = incident;
  if ((outcome === null && incident.closed_at === null) || incident.merged_into !== null) return null;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const said = outcomeOf(event.currentTarget as HTMLFormElement, incident.id, outcome);
    correct(false);
    if (said !== null) void desk.press(said);
  };
  return (
    <section>
      <h3>{t("outcome.title")}</h3>
      <p class={outcome === null ? "second" : ""}>{outcome === null ? t("outcome.none") : outcomeLine(outcome)}</p>
      {desk.mayAct && !correcting && (
        <p class="acts">
          <Button onClick={() => correct(true)}>{t(outcome === null ? "outcome.record" : "outcome.correct")}</Button>
        </p>
      )}
      {correcting && (
        <form class="close-form" onSubmit={send} aria-label={t("outcome.title")}>
          <OutcomeFields known={outcome} />
          <Button type="submit">{t("outcome.save")}</Button>
        </form>
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
