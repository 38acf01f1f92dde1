/**
 * A further order while this crew works on one: it asks in a sheet of its own, to be answered or put aside. The buttons
 * below stay those of the incident that somebody is at, in their places.
 */

import { useState } from "preact/hooks";
import { clockText } from "../../derived/targets";
import { t } from "../../language/language";
import { whereWord, wireWord } from "../../language/wire_words";
import type { Crew } from "../crew";
import type { Alert } from "../orders";
import { SecondStep } from "./SecondStep";

export function NewTask({ crew }: { readonly crew: Crew }) {
  const alert = crew.beside.value;
  return alert === null ? null : <Sheet key={alert.incident.id} crew={crew} alert={alert} />;
}

function Sheet({ crew, alert }: { readonly crew: Crew; readonly alert: Alert }) {
  const [refusing, refuse] = useState(false);
  const { incident, orders, calls } = alert;
  const { place, trapped, exercise } = incident;
  const [order] = orders;
  return (
    <section class={`new-task ${exercise ? "drill" : ""}`} aria-labelledby="new-task" aria-live="assertive">
      <p class="what">
        <strong id="new-task">{t("crew.new_task")}</strong>
        {exercise && <span class="drill-word">{t("drill")}</span>}
        <span>
          {wireWord("kind", incident.kind)} {t("grade", { grade: incident.grade })}
        </span>
        {trapped !== null && trapped > 0 && <strong class="trapped">■ {t("trapped", { count: trapped })}</strong>}
        {calls > 1 && <span class="calls digits">{t("crew.calls", { count: calls })}</span>}
      </p>
      <p class="where">
        {whereWord(place, crew.state.value.buildings)}
        {order !== undefined && order.eta_s !== null && (
          <small class="digits second">
            {" "}
            {t("crew.way_unknown", { mode: wireWord("mode", order.mode), time: clockText(order.eta_s * 1000) })}
          </small>
        )}
      </p>
      {refusing ? (
        <SecondStep crew={crew} orders={orders} asked="decline" done={() => refuse(false)} />
      ) : (
        <div class="answers">
          <button
            type="button"
            class="button filled"
            onClick={() => crew.guard.guarded(() => crew.say(orders, "acknowledge"))}
          >
            {t("crew.acknowledge")}
          </button>
          <button type="button" class="button plain" onClick={() => crew.guard.guarded(() => refuse(true))}>
            {t("crew.decline")}
          </button>
          <button type="button" class="button plain" onClick={() => crew.guard.guarded(() => crew.putAside(alert))}>
            {t("crew.put_aside")}
          </button>
        </div>
      )}
    </section>
  );
}
