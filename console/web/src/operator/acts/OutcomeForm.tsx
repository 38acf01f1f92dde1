/** What came of an incident, and its correction: it stands in the right column while it is written. */

import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import "./close_form.css";
import { OutcomeFields, outcomeOf } from "./OutcomeFields";

export function OutcomeForm({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const said = outcomeOf(event.currentTarget as HTMLFormElement, incident.id, incident.outcome);
    desk.pane.value = "incident";
    if (said !== null) void desk.press(said);
  };
  return (
    <form class="close-form" onSubmit={send} aria-label={t("outcome.title")}>
      <h2 id="detail-title">{t("outcome.of", { number: incident.number })}</h2>
      <OutcomeFields known={incident.outcome} />
      <p class="do-line">
        <Button type="submit" kind="filled">
          {t("outcome.save")}
        </Button>
        <Button onClick={desk.leave}>{t("step.leave")}</Button>
      </p>
    </form>
  );
}
