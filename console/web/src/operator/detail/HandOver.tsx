/** The hand-over at the desk: how far it is, and the centre's hand on it for crews that speak on the radio. */

import { isOwed } from "../../derived/hand_over";
import { handOverLine } from "../../incidents/hand_over_words";
import { useOwnState } from "../../incidents/own_state";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";

export function HandOver({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const state = useOwnState(desk.record.state, incident.id);
  const line = handOverLine(state, incident);
  const mayAct = desk.mayAct && incident.closed_at === null && incident.handed_over_at === null;
  const owed = isOwed(state, incident);
  if (line === null && !owed) return null;
  return (
    <section>
      <h3>{t("hand_over.title")}</h3>
      {line !== null && <p>{line}</p>}
      {owed && <p class="red">■ {t("hand_over.owed")}</p>}
      {mayAct && (
        <p class="acts">
          {incident.offered_at === null && (
            <Button onClick={() => void desk.press({ type: "incident.hand_over", incident: incident.id })}>
              {t("hand_over.offer")}
            </Button>
          )}
          <Button onClick={() => void desk.press({ type: "incident.accept", incident: incident.id })}>
            {t("hand_over.take_for")}
          </Button>
        </p>
      )}
    </section>
  );
}
