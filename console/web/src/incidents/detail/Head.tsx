/** What it is, where, and in whose hand. */

import type { ComponentChildren } from "preact";
import { lateWord } from "../../language/doubt_words";
import { clock, moment } from "../../language/format";
import { t } from "../../language/language";
import { whereWord, wireWord } from "../../language/wire_words";
import { Doubt } from "../../parts/Doubt";
import type { Incident } from "../../wire/generated";
import { useBoard } from "../board";
import { deedWord } from "../deed_words";
import { useOwnState } from "../own_state";
import { Contacts } from "./Contacts";
import "./head.css";
import { Said } from "./Said";

interface Props {
  readonly incident: Incident;
  /** What is known of the place from before. */
  readonly children?: ComponentChildren;
}

export function Head({ incident, children }: Props) {
  const board = useBoard();
  const { buildings } = useOwnState(board.record.state, incident.id);
  const { number, kind, grade, trapped, flags, place, opened_at, taken_by, confirmed_at, close_reason } = incident;
  board.record.clock.second.value;
  const late = lateWord(incident, board.record.clock.now() ?? Date.parse(opened_at));
  const others = board.hands.others.value.filter((each) => each.incident === incident.id);
  const deed = board.hands.deeds.value.find((each) => each.incident === incident.id);
  return (
    <header>
      <h2 id="detail-title">
        {incident.exercise && <span class="violet">{t("drill")} </span>}
        {number} {wireWord("kind", kind)} {t("row.grade", { grade })}
        {trapped !== null && trapped > 0 && <span class="red"> {t("trapped", { count: trapped })}</span>}
      </h2>
      <p class="place">
        {late !== null && <b class="late">{late} </b>}
        {whereWord(place, buildings)}
      </p>
      <p class="facts second">
        <span class="digits">{t("detail.opened", { time: clock(Date.parse(opened_at)) })}</span>
        <span class={taken_by === null ? "amber" : ""}>
          {taken_by === null ? t("row.not_taken") : t("detail.taken", { who: taken_by.name })}
        </span>
        {confirmed_at !== null && <span>{t("row.confirmed")}</span>}
        {incident.test && <span>{t("test")}</span>}
        {flags.map((flag) => (
          <b key={flag} class="amber">
            {wireWord("flag", flag)}
          </b>
        ))}
        {close_reason !== null && (
          <b>
            {t("row.closed")} {wireWord("close", close_reason)}
          </b>
        )}
        {incident.receiver !== null && (
          <span>{t("detail.received", { receiver: incident.receiver || wireWord("personal", "erased") })}</span>
        )}
        {incident.erased_at !== null && (
          <b>
            {t("detail.erased", { time: moment(Date.parse(incident.erased_at)), who: incident.erased_by?.name ?? "" })}
          </b>
        )}
      </p>
      <Said incident={incident} />
      <Contacts incident={incident} />
      {children}
      <Doubt unread={incident.unread} />
      {(others.length > 0 || deed !== undefined) && (
        <p class="hands" role="status">
          {others.map((each) => (
            <span key={each.who}>{t(`row.${each.doing}`, { who: each.who })}</span>
          ))}
          {deed !== undefined && <b>{t("row.did", { who: deed.who, what: deedWord(deed.type) })}</b>}
        </p>
      )}
    </header>
  );
}
