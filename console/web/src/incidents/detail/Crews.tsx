/** Who was sent: each unit with its milestones and promises; what is still missing. */

import { isUnanswered } from "../../derived/coming";
import { clockText, ordersOf, targetsOf } from "../../derived/targets";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { needWord, shortfallWord, wireWord } from "../../language/wire_words";
import type { Assignment, Incident } from "../../wire/generated";
import { useBoard } from "../board";
import { shortUnitName, stateOf, unitName } from "../list/row";
import { TargetBar } from "../list/TargetBar";
import { useOwnState } from "../own_state";

const MILESTONES = ["delivered", "acknowledged", "en_route", "on_scene", "controlled"] as const;

export function Crews({ incident }: { readonly incident: Incident }) {
  const { record } = useBoard();
  const state = useOwnState(record.state, incident.id);
  const orders = ordersOf(state, incident);
  const forewarned = incident.forewarned.map((id) => state.stations.get(id)?.name ?? id);
  return (
    <section>
      <h3>{t("detail.crews")}</h3>
      {orders.length === 0 && <p class="second">{t("detail.crew_none")}</p>}
      {incident.shortfalls.map(({ need, missing, why }) => (
        <p key={need} class="red">
          ■ {t("detail.short", { count: missing, what: needWord(need), why: shortfallWord(why) })}
        </p>
      ))}
      <ul class="crews">
        {orders.map((order) => (
          <Crew key={order.id} order={order} />
        ))}
      </ul>
      {forewarned.length > 0 && <p class="second">{t("detail.forewarned", { stations: forewarned.join(" · ") })}</p>}
    </section>
  );
}

function Crew({ order }: { readonly order: Assignment }) {
  const { record } = useBoard();
  record.clock.second.value; // promises are painted once a second
  const state = useOwnState(record.state, order.incident);
  const inOrder = (name: string) => MILESTONES.indexOf(name as (typeof MILESTONES)[number]);
  const targets = targetsOf(order, record.clock.now() ?? 0).sort(
    (one, other) => inOrder(one.milestone) - inOrder(other.milestone),
  );
  const over = order.ending !== null;
  const corridor = state.corridors.get(order.id);
  return (
    <li class={over ? "over" : ""}>
      <p>
        <b title={unitName(state, order.unit)}>{shortUnitName(state, order.unit)}</b>{" "}
        <span class="second">{wireWord("mode", order.mode)}</span>{" "}
        <span class={isUnanswered(order) ? "red" : ""}>{stateOf(order)}</span>
        {order.eta_s !== null && !over && (
          <span class="second digits"> {t("detail.eta", { time: clockText(order.eta_s * 1000) })}</span>
        )}
      </p>
      {corridor !== undefined && (
        <p class={corridor.failing_since === null ? "second" : "red"}>
          {t(corridor.failing_since === null ? "detail.corridor" : "detail.corridor_failing", {
            count: corridor.junctions,
            time: clockText(corridor.eta_s * 1000),
          })}
        </p>
      )}
      <ol class="milestones second">
        {MILESTONES.map((milestone) => {
          const at = order[`${milestone}_at`];
          return (
            <li key={milestone} class={at === null ? "open" : "done"}>
              {at === null ? "○" : "●"} {wireWord("milestone", milestone)}{" "}
              {at !== null && <span class="digits">{clock(Date.parse(at))}</span>}
            </li>
          );
        })}
      </ol>
      {!over && (
        <div class="bars">
          {targets.map((target) => (
            <div key={target.name}>
              <span class="second">{wireWord("target", target.name)}</span>
              <TargetBar target={target} />
            </div>
          ))}
        </div>
      )}
    </li>
  );
}
