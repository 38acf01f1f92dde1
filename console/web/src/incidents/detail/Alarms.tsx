/** The signals of an incident, and why each that joined did. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { floorWord, wireWord } from "../../language/wire_words";
import type { Incident } from "../../wire/generated";
import { useBoard } from "../board";
import { useOwnState } from "../own_state";

export function Alarms({ incident }: { readonly incident: Incident }) {
  const { alarms } = useOwnState(useBoard().record.state, incident.id);
  return (
    <section>
      <h3>
        {t("detail.alarms")} <span class="digits">{incident.alarms.length}</span>
      </h3>
      <ul class="alarms">
        {incident.alarms.flatMap((id) => {
          const alarm = alarms.get(id);
          if (alarm === undefined) return [];
          const { at, source, kind, device, place, note, joined } = alarm;
          return (
            <li key={id}>
              <span class="digits">{clock(Date.parse(at))}</span> {wireWord("kind", kind)}{" "}
              <span class="second">
                {wireWord("source", source)} {device} {place.floor !== null && floorWord(place.floor)}
              </span>
              {joined !== null && <p class="second">{t("detail.joined", { why: joinedWord(joined) })}</p>}
              {note !== null && <p>{note}</p>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The hub's three reasons in the reader's language; anything else is a person's own words. */
function joinedWord(reason: string): string {
  const building = /^same building, (\d+) min/.exec(reason);
  const near = /^near: (\d+) m, (\d+) s/.exec(reason);
  if (reason === "same device") return t("detail.joined_device");
  if (building !== null) return t("detail.joined_building", { minutes: building[1] ?? "" });
  if (near !== null) return t("detail.joined_near", { metres: near[1] ?? "", seconds: near[2] ?? "" });
  return reason;
}
