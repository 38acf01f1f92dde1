/** Who would be sent to a new call and what is missing, in the hub's own words, while it is being written down. */

import { callSignWord } from "../../derived/call_signs";
import { clockText } from "../../derived/targets";
import { t } from "../../language/language";
import { needWord, shortfallWord, wireWord } from "../../language/wire_words";
import type { Foreseen, ForeseenLack, ForeseenOrder } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import type { Call } from "./call";

export function Recommended({ call }: { readonly call: Call }) {
  const foresight = call.foresight.value;
  const plan = foresight?.plan ?? null;
  const here = plan?.number ?? call.openHere.value?.number ?? null;
  const words = call.text.value.trim() !== "" && call.picked.value === null;
  return (
    <section class="recommended" aria-live="polite" data-foreseen={foresight?.state ?? "none"}>
      <h3>{plan === null ? t("call.recommended") : headOf(plan)}</h3>
      {words && <p class="amber">▲ {t("call.text_only")}</p>}
      {here !== null && <p class="amber">▲ {t("call.open_here", { number: here })}</p>}
      {foresight?.state === "working" && <p class="second">{t("call.working")}</p>}
      {foresight?.state === "failed" && <p class="amber">▲ {t("call.reach_failed", { why: foresight.why })}</p>}
      {plan !== null && plan.will_send.length > 0 && (
        <ol>
          {plan.will_send.map((order) => (
            <Order key={order.unit} order={order} />
          ))}
        </ol>
      )}
      {plan !== null && plan.missing.length > 0 && (
        <ul class="lacking">
          {plan.missing.map((lack) => (
            <Lack key={lack.need} lack={lack} />
          ))}
        </ul>
      )}
    </section>
  );
}

function headOf({ will_send, joins }: Foreseen): string {
  if (will_send.length > 0) return t("call.will_send", { count: will_send.length });
  return t(joins === null ? "call.sends_nobody" : "call.sends_no_more");
}

function Order({ order }: { readonly order: ForeseenOrder }) {
  const state = useDesk().record.state.peek();
  return (
    <li data-unit={order.unit}>
      <span>{callSignWord(state, order.unit)}</span>
      <span class={order.not_ready.length > 0 ? "amber" : "second"}>
        {order.not_ready.length > 0 ? `▲ ${t("call.not_ready")}` : wireWord("mode", order.mode)}
      </span>
      <span class="digits">{order.arrives_s === null ? "—" : clockText(order.arrives_s * 1000)}</span>
    </li>
  );
}

function Lack({ lack }: { readonly lack: ForeseenLack }) {
  const state = useDesk().record.state.peek();
  const asked = lack.station === null ? null : (state.stations.get(lack.station)?.name ?? lack.station);
  return (
    <li class="amber" data-need={lack.need}>
      ▲ {t("call.lacks", { count: lack.missing, need: needWord(lack.need), why: shortfallWord(lack.why) })}
      {asked !== null && ` ${t("call.would_ask", { station: asked })}`}
    </li>
  );
}
