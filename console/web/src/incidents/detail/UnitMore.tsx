/** All that is known of one crew's order: its milestones, its promises, the green wave before it, its station's telephone. */

import { clockText, targetsOf } from "../../derived/targets";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Phone } from "../../parts/Phone";
import type { Assignment } from "../../wire/generated";
import { useBoard } from "../board";
import { unitName } from "../list/row";
import { TargetBar } from "../list/TargetBar";
import { useOwnState } from "../own_state";
import { WaterfallView } from "./WaterfallView";

const MILESTONES = ["delivered", "acknowledged", "en_route", "on_scene", "controlled"] as const;

export function UnitMore({ order, phone }: { readonly order: Assignment; readonly phone: string }) {
  const { record } = useBoard();
  record.clock.second.value; // promises are painted once a second
  const state = useOwnState(record.state, order.incident);
  const inOrder = (name: string) => MILESTONES.indexOf(name as (typeof MILESTONES)[number]);
  const targets = targetsOf(order, record.clock.now() ?? 0).sort(
    (one, other) => inOrder(one.milestone) - inOrder(other.milestone),
  );
  const corridor = state.corridors.get(order.id);
  return (
    <div class="unit-more">
      <p>
        {unitName(state, order.unit)}{" "}
        <span class="second">
          {wireWord("mode", order.mode)}{" "}
          {order.eta_s !== null && t("detail.eta", { time: clockText(order.eta_s * 1000) })}
        </span>{" "}
        <Phone number={phone} none={t("unit.no_phone")} />
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
      <WaterfallView order={order} now={record.clock.now() ?? 0} />
      {order.ending === null && (
        <div class="bars">
          {targets.map((target) => (
            <div key={target.name}>
              <span class="second">{wireWord("target", target.name)}</span>
              <TargetBar target={target} />
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
