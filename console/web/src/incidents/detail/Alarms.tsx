/** The signals of an incident, and why each that joined did. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { floorWord, wireWord } from "../../language/wire_words";
import { Doubt } from "../../parts/Doubt";
import type { Incident } from "../../wire/generated";
import { useBoard } from "../board";
import { useOwnState } from "../own_state";
import { reasonWord } from "../reason_words";

export function Alarms({ incident }: { readonly incident: Incident }) {
  const state = useOwnState(useBoard().record.state, incident.id);
  return (
    <section>
      <h3>
        {t("detail.alarms")} <span class="digits">{incident.alarms.length}</span>
      </h3>
      <ul class="alarms">
        {incident.alarms.flatMap((id) => {
          const alarm = state.alarms.get(id);
          if (alarm === undefined) return [];
          const { at, source, kind, device, place, note, joined, joined_because, unread } = alarm;
          return (
            <li key={id}>
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
        })}
      </ul>
    </section>
  );
}
