/** What was closed of late, below the open incidents: one press shows it, another opens it again. */

import { t } from "../../language/language";
import { whereWord, wireWord } from "../../language/wire_words";
import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import { LATELY_MS } from "./closed";
import "./lists.css";

const MINUTE_MS = 60_000;

export function ClosedRows() {
  const { closed, record, keys } = useDesk();
  record.clock.second.value; // half an hour passes without an event
  const now = record.clock.now() ?? 0;
  const shown = closed.value.filter((each) => now - Date.parse(each.closed_at ?? "") < LATELY_MS);
  if (shown.length === 0) return null;
  return (
    <section class="closed-lately" aria-label={t("closed.title")}>
      <h2>
        {t("closed.title")} <span class="digits">{shown.length}</span> <kbd>{keys.label("closed")}</kbd>
      </h2>
      <ul class="side-rows">
        {shown.map((incident) => (
          <ClosedRow key={incident.id} incident={incident} now={now} />
        ))}
      </ul>
    </section>
  );
}

function ClosedRow({ incident, now }: { readonly incident: Incident; readonly now: number }) {
  const desk = useDesk();
  const { buildings } = desk.record.state.peek();
  const { place, number, close_reason: reason } = incident;
  const minutes = Math.max(0, Math.floor((now - Date.parse(incident.closed_at ?? "")) / MINUTE_MS));
  const words = whereWord(place, buildings);
  return (
    <li class={incident.exercise ? "drill" : ""} data-closed={number}>
      <button
        type="button"
        class="side-row"
        aria-current={desk.selected.value === incident.id}
        onClick={() => desk.select(incident.id)}
      >
        <span class="second" aria-hidden="true">
          ✓
        </span>
        <span class="digits">{number}</span>
        <span class="side-what">{words}</span>
        <span class="second">{reason === null ? t("row.closed") : wireWord("close", reason)}</span>
        <span class="second digits">{minutes < 1 ? t("row.now") : t("row.age", { minutes })}</span>
      </button>
      {desk.mayAct && (
        <button
          type="button"
          class="side-act worded"
          aria-label={t("closed.reopen", { number })}
          onClick={() => {
            desk.select(incident.id);
            void desk.press({ type: "incident.reopen", incident: incident.id });
          }}
        >
          {t("act.reopen")}
        </button>
      )}
    </li>
  );
}
