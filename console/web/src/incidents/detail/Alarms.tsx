/** The signals of an incident, and why each that joined did: the newest and the first are read at once. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { floorWord, wireWord } from "../../language/wire_words";
import { Doubt } from "../../parts/Doubt";
import { Fold } from "../../parts/Fold";
import type { Alarm, Incident } from "../../wire/generated";
import { useBoard } from "../board";
import { useOwnState } from "../own_state";
import { reasonWord } from "../reason_words";
import { spreadOf } from "./spread";

/** Up to so many are listed as they are; of more the newest and the first, and the others once somebody opens them. */
const ALL_UP_TO = 4;

export function Alarms({ incident }: { readonly incident: Incident }) {
  const state = useOwnState(useBoard().record.state, incident.id);
  const { alarms, floors } = spreadOf(state, incident);
  const few = alarms.length <= ALL_UP_TO;
  const list = (of: readonly Alarm[]) => (
    <ul class="alarms">
      {of.map((alarm) => (
        <Signal key={alarm.id} alarm={alarm} />
      ))}
    </ul>
  );
  return (
    <section>
      <h3>
        {t("detail.alarms")} <span class="digits">{incident.alarms.length}</span>
        {floors.length > 1 && ` · ${t("said.floor_count", { count: floors.length })}`}
      </h3>
      {few ? (
        list(alarms)
      ) : (
        <>
          {list(alarms.slice(0, 1))}
          <Fold title={t("said.between", { count: alarms.length - 2 })}>{() => list(alarms.slice(1, -1))}</Fold>
          {list(alarms.slice(-1))}
        </>
      )}
    </section>
  );
}

function Signal({ alarm }: { readonly alarm: Alarm }) {
  const state = useOwnState(useBoard().record.state, alarm.incident);
  const { at, source, kind, device, place, note, joined, joined_because, unread } = alarm;
  return (
    <li>
      <span class="digits">{clock(Date.parse(at))}</span> {wireWord("kind", kind)}{" "}
      <span class="second">
        {wireWord("source", source)} {device} {place.floor !== null && floorWord(place.floor)}
      </span>
      {joined !== null && (
        <p class="second">{t("detail.joined", { why: reasonWord(joined_because, joined, state) })}</p>
      )}
      {note !== null && <p>{note}</p>}
      <Doubt unread={unread} />
    </li>
  );
}
