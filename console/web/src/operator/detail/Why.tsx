/** Why it chose them: every choice with who was considered, how far each was, and why one was passed over. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Choice, choicesOf } from "../../derived/choices";
import { clockText } from "../../derived/targets";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { AnyEvent, Considered, Incident } from "../../wire/generated";
import { ask } from "../../wire/http";
import { useDesk } from "../desk/desk";
import { unitName } from "../list/row";

export function Why({ incident }: { readonly incident: Incident }) {
  const { record, session } = useDesk();
  const choices = useSignal<readonly Choice[] | null>(null);
  const failed = useSignal<string | null>(null);
  useEffect(() => {
    const events: AnyEvent[] = [];
    const show = () => {
      const bySeq = new Map(events.map((event) => [event.seq, event]));
      choices.value = choicesOf(bySeq.values(), incident.id).reverse();
    };
    const stop = record.onEvent(({ event }) => {
      if (event.type !== "dispatch.chosen" || event.incident !== incident.id) return;
      events.push(event);
      show();
    });
    const path = `/api/v1/incidents/${encodeURIComponent(incident.id)}/timeline`;
    ask<{ events: readonly AnyEvent[] }>("GET", path, { token: session.token }).then(
      (answer) => {
        events.unshift(...answer.events);
        show();
      },
      (error: unknown) => {
        failed.value = error instanceof Error ? error.message : String(error);
      },
    );
    return stop;
  }, [incident.id, record, session, choices, failed]);
  return (
    <section>
      <h3>{t("detail.why")}</h3>
      {failed.value !== null && <p class="second">{t("detail.why_failed", { why: failed.value })}</p>}
      {choices.value === null && failed.value === null && <p class="second">{t("loading")}</p>}
      {choices.value?.length === 0 && <p class="second">{t("detail.why_none")}</p>}
      {choices.value?.map((choice, index) => (
        <Chosen key={choice.seq} choice={choice} open={index === 0} />
      ))}
    </section>
  );
}

function Chosen({ choice, open }: { readonly choice: Choice; readonly open: boolean }) {
  const { considered, rule, closures } = choice;
  return (
    <details open={open} class="choice">
      <summary class="second">
        <span class="digits">{clock(Date.parse(choice.at))}</span>{" "}
        {t("detail.considered", { count: considered.length, rule })}
      </summary>
      {closures.length > 0 && <p class="second">{t("detail.closures", { count: closures.length })}</p>}
      <ol>
        {considered.map((each) => (
          <Candidate key={each.unit} each={each} />
        ))}
      </ol>
    </details>
  );
}

function Candidate({ each }: { readonly each: Considered }) {
  const state = useDesk().record.state.value;
  const { turnout_s, road_s, entrance_s, storeys_s } = each.legs;
  const time = (seconds: number) => clockText(seconds * 1000);
  const legs = [
    t("leg.turnout", { time: time(turnout_s) }),
    t("leg.road", { time: time(road_s) }),
    t("leg.entrance", { time: time(entrance_s) }),
    t("leg.storeys", { time: time(storeys_s) }),
  ];
  return (
    <li class={each.verdict === "chosen" ? "chosen" : ""} title={legs.join(" · ")}>
      <span class="digits">{time(each.eta_s)}</span>
      <span>
        {each.verdict === "chosen" ? "✔ " : ""}
        {unitName(state, each.unit)}
      </span>
      <span class="second">
        {wireWord("verdict", each.verdict)}
        {each.not_ready.length > 0 && <span class="amber"> {t("detail.not_ready")}</span>}
      </span>
    </li>
  );
}
