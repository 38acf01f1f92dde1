/** Closing asks what came of it, and why nothing was handed over where that is owed. Nothing but the reason must be said. */

import { isOwed } from "../../derived/hand_over";
import { t } from "../../language/language";
import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import { reopen } from "../desk/opposites";
import { CLOSE_FORM } from "../desk/steps";
import "./close_form.css";
import { OutcomeFields, outcomeOf } from "./OutcomeFields";

export function CloseForm({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const owed = isOwed(desk.record.state.value, incident);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (desk.resting.peek()) return;
    const form = event.currentTarget as HTMLFormElement;
    const outcome = outcomeOf(form, incident.id, incident.outcome);
    const reason = String(new FormData(form).get("reason") ?? "").trim();
    desk.step.value = null;
    if (outcome !== null) void desk.press(outcome);
    void desk.press({ type: "incident.close", incident: incident.id, reason: reason === "" ? null : reason }, reopen);
  };
  return (
    <form class="close-form" id={CLOSE_FORM} onSubmit={send} aria-label={t("act.close")}>
      <h2 id="detail-title">{t("step.close_title", { number: incident.number })}</h2>
      {owed && (
        <label class="red">
          {t("outcome.why_not_handed_over")}
          <input name="reason" required maxLength={2000} autocomplete="off" />
        </label>
      )}
      <OutcomeFields known={incident.outcome} />
      <button type="submit" class="act do">
        {t("outcome.close")}
      </button>
    </form>
  );
}
