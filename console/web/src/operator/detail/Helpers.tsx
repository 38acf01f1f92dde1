/** Who was asked to help: how far each request has come, which numbers to call, and the buttons for what was said. */

import { helpLine, helpState, isMissing, pendingOf, requestsOf } from "../../incidents/help_words";
import { useOwnState } from "../../incidents/own_state";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Button } from "../../parts/Button";
import type { AnyCommand, Ask, Help, Incident } from "../../wire/generated";
import { perform } from "../desk/acts";
import { useDesk } from "../desk/desk";
import { nextAskAt, phoneOf, STEPS_OF } from "./help";
import "./helpers.css";

export function Helpers({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const requests = requestsOf(useOwnState(desk.record.state, incident.id), incident);
  const mayAsk = desk.mayAct && incident.closed_at === null;
  if (requests.length === 0 && !mayAsk) return null;
  return (
    <section>
      <h3>{t("help.title")}</h3>
      <ul class="helpers">
        {requests.map((help) => (
          <Request key={help.id} help={help} />
        ))}
      </ul>
      {mayAsk && <Button onClick={() => perform(desk, "help")}>{t("act.help.request")}</Button>}
    </section>
  );
}

function Request({ help }: { readonly help: Help }) {
  const desk = useDesk();
  desk.record.clock.second.value; // counts down once a second
  const now = desk.record.clock.now() ?? 0;
  const next = nextAskAt(help, desk.record.state.value.settings.helpers);
  const press = (command: AnyCommand) => void desk.press(command);
  return (
    <li class={help.ending === null ? "" : "over"}>
      <p>
        <b class={isMissing(help) ? "red" : ""}>
          {isMissing(help) && "■ "}
          {helpLine(help)}
        </b>{" "}
        {help.name !== "" && <span>{help.name}</span>}
        {help.eta_s !== null && help.on_scene_at === null && (
          <span class="second digits"> {t("help.eta", { minutes: Math.ceil(help.eta_s / 60) })}</span>
        )}
        {help.unanswered !== null && <span class="second"> {wireWord("unanswered", help.unanswered)}</span>}
        {help.officer_at !== null && helpState(help) !== "accepted" && (
          <span class="second digits"> {t("help.officer", { time: clock(Date.parse(help.officer_at)) })}</span>
        )}
        {!help.outside && <b class="violet"> {t("help.inside")}</b>}
      </p>
      {help.note !== null && <p class="second">{help.note}</p>}
      <ul>
        {help.asks.map((ask) => (
          <Way key={ask.id} help={help} ask={ask} />
        ))}
      </ul>
      {next !== null && (
        <p class="second digits">{t("help.next", { seconds: Math.max(0, Math.ceil((next - now) / 1000)) })}</p>
      )}
      {desk.mayAct && help.ending === null && (
        <p class="acts">
          {STEPS_OF[helpState(help)]?.map((type) => (
            <Button key={type} onClick={() => press({ type, request: help.id } as AnyCommand)}>
              {t(`act.${type}`)}
            </Button>
          ))}
        </p>
      )}
    </li>
  );
}

/** One helper in one way: told or not; a telephone that a person must call has its number and two buttons. */
function Way({ help, ask }: { readonly help: Help; readonly ask: Ask }) {
  const desk = useDesk();
  const { helpers, settings } = desk.record.state.value;
  const pending = pendingOf(ask);
  const phone = ask.means === "phone" ? phoneOf(helpers.get(ask.helper), ask.line, settings.phones) : "";
  const outcome =
    ask.refused_at !== null ? "refused" : ask.failed_at !== null ? "failed" : ask.told_at !== null ? "told" : "waits";
  const reach = (reached: boolean) => void desk.press({ type: "help.reach", request: help.id, ask: ask.id, reached });
  const toCall = pending !== null && ask.means === "phone";
  return (
    <li class={toCall ? "to-call" : "second"}>
      <span class="digits">{clock(Date.parse(ask.at))}</span> {ask.name} {wireWord("means", ask.means)}{" "}
      {phone !== "" && help.outside && (
        <a class="digits" href={`tel:${phone.replace(/[^+\d]/g, "")}`}>
          {phone}
        </a>
      )}{" "}
      {toCall ? t(pending === "ask" ? "help.call" : "help.call_off") : t(`help.${outcome}`)}
      {toCall && desk.mayAct && (
        <span class="acts">
          <Button onClick={() => reach(true)}>{t("help.reached")}</Button>
          <Button onClick={() => reach(false)}>{t("help.no_answer")}</Button>
        </span>
      )}
    </li>
  );
}
