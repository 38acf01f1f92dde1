/** One incident in the list: how urgent, what, where, whose, and its clock; 64 px high. */

import { useComputed } from "@preact/signals";
import { worstSeen } from "../../derived/scene";
import { rankOf } from "../../derived/urgency";
import type { State } from "../../fold/state";
import { lateAge } from "../../language/doubt_words";
import { moment } from "../../language/format";
import { t } from "../../language/language";
import { whereWord, wireWord } from "../../language/wire_words";
import type { Incident } from "../../wire/generated";
import { useBoard } from "../board";
import { deedWord } from "../deed_words";
import { useOwnState } from "../own_state";
import { RowClock } from "./RowClock";
import { ageWord, crewsOf } from "./row";
import { UrgencyGlyph } from "./UrgencyGlyph";

interface Props {
  readonly id: string;
  readonly place: number;
  readonly of: number;
}

export function Row({ id, place, of }: Props) {
  const board = useBoard();
  const incident = useComputed(() => board.record.state.value.incidents.get(id)).value;
  const state = useOwnState(board.record.state, id);
  const rank = incident === undefined ? null : rankOf(state, incident);
  if (incident === undefined || rank === null) return null;
  const selected = board.selected.value === id;
  return (
    <div
      id={`row-${id}`}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-setsize={of}
      aria-posinset={place + 1}
      class={`row ${incident.exercise ? "drill" : ""} ${selected ? "selected" : ""}`}
      data-incident={incident.number}
      onPointerDown={() => board.select(id)}
    >
      <span class={`glyph ${!rank.taken ? "fresh" : ""}`} aria-hidden="true">
        <span class="pointer" />
        <UrgencyGlyph of={rank.glyph} drill={incident.exercise} />
      </span>
      <span class="what">
        <RowLate incident={incident} />
        {incident.exercise && <b class="violet">{t("drill")} </b>}
        <b>{wireWord("kind", incident.kind)}</b> {t("row.grade", { grade: incident.grade })}
        {incident.trapped !== null && incident.trapped > 0 && (
          <b class="red"> {t("trapped", { count: incident.trapped })}</b>
        )}
        <RowSeen incident={incident} />
        {incident.flags.includes("unlocated") && <b class="amber"> {t("flag.unlocated")}</b>}
      </span>
      <RowClock state={state} incident={incident} rank={rank} />
      <span class="where">
        {incident.signal_at !== null && <b class="late">{moment(Date.parse(incident.signal_at))} </b>}
        {whereWord(incident.place, state.buildings)}
      </span>
      <span class="who second">
        <RowHands incident={incident} state={state} nobody={rank.coming === "nobody"} />
        <RowAge incident={incident} />
      </span>
    </div>
  );
}

/** What crews saw, the worse where they say different things. */
function RowSeen({ incident }: { readonly incident: Incident }) {
  const saw = worstSeen(incident.reports);
  if (saw === null) return null;
  const doubt = incident.flags.includes("contradicted") ? "▲" : "";
  return (
    <b class={saw === "fire" ? "red" : "amber"} data-saw={saw}>
      {" "}
      {doubt}
      {wireWord("saw", saw)}
    </b>
  );
}

/** A late signal begins with its own time: it says nothing of now. */
function RowLate({ incident }: { readonly incident: Incident }) {
  const { clock } = useBoard().record;
  clock.second.value;
  const age = lateAge(incident, clock.now() ?? Date.parse(incident.opened_at));
  return age === null ? null : <b class="late">{age} </b>;
}

function RowAge({ incident }: { readonly incident: Incident }) {
  const { clock } = useBoard().record;
  clock.second.value;
  if (incident.signal_at !== null) return null; // its own time stands first; when it came in is no age of it
  return <span class="age digits">{ageWord(incident, clock.now() ?? Date.parse(incident.opened_at))}</span>;
}

/** Whose hands are on it, who goes. */
function RowHands({ incident, state, nobody }: { incident: Incident; state: State; nobody: boolean }) {
  const board = useBoard();
  const deed = board.hands.deeds.value.find((each) => each.incident === incident.id);
  const others = board.hands.others.value.filter((each) => each.incident === incident.id);
  const inHand = incident.taken_by?.name ?? null;
  const seen = others.filter((each) => each.who !== inHand || each.doing === "writing");
  return (
    <>
      {(deed === undefined || deed.who !== inHand) && (
        <span class={inHand === null ? "untaken" : ""}>
          {inHand === null ? t("row.not_taken") : t("row.handling", { who: inHand })}
        </span>
      )}
      {seen.map((each) => (
        <span key={each.who}>{t(`row.${each.doing}`, { who: each.who })}</span>
      ))}
      {deed !== undefined && <b class="deed">{t("row.did", { who: deed.who, what: deedWord(deed.type) })}</b>}
      {!nobody && <span>{crewsOf(state, incident)}</span>}
      {incident.alarms.length > 1 && <span>{t("row.alarms", { count: incident.alarms.length })}</span>}
    </>
  );
}
