/**
 * What was said on the telephone, word for word, the newest first and people before panels: by whom, when, and the number to call back; how many
 * alarms came and from where; the newest note, which may stand far below with the others.
 */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { floorWord, wireWord } from "../../language/wire_words";
import { Fold } from "../../parts/Fold";
import { Phone } from "../../parts/Phone";
import type { Alarm, Incident } from "../../wire/generated";
import { useBoard } from "../board";
import { callsOf, phoneIn } from "../calls";
import { useOwnState } from "../own_state";
import { rangesOf, spreadOf } from "./spread";

/** So many calls are read at once; who wants the earlier ones opens them. */
const CALLS_AT_ONCE = 2;

export function Said({ incident }: { readonly incident: Incident }) {
  const state = useOwnState(useBoard().record.state, incident.id);
  const calls = callsOf(state, incident);
  const earlier = calls.slice(CALLS_AT_ONCE);
  const { alarms, floors } = spreadOf(state, incident);
  const [newest] = alarms;
  const note = incident.notes.at(-1);
  return (
    <div class="said">
      {calls.slice(0, CALLS_AT_ONCE).map((call) => (
        <Call key={call.id} call={call} />
      ))}
      {earlier.length > 0 && (
        <Fold title={t("said.earlier", { count: earlier.length })}>
          {() => earlier.map((call) => <Call key={call.id} call={call} />)}
        </Fold>
      )}
      {newest !== undefined && (calls.length === 0 || alarms.length > 1) && (
        <p class="signals second">
          <b class="digits">{t("row.alarms", { count: alarms.length })}</b>
          {floors.length > 1 && (
            <span>{t("said.floors", { count: floors.length, floors: rangesOf(floors).map(rangeWord).join(" ") })}</span>
          )}
          <span class="digits">
            {alarms.length > 1 && t("said.newest")} {clock(Date.parse(newest.at))} {wireWord("kind", newest.kind)}{" "}
            {newest.device ?? wireWord("source", newest.source)}{" "}
            {newest.place.floor !== null && floorWord(newest.place.floor)}
          </span>
        </p>
      )}
      {note !== undefined && (
        <p class="note">
          <span class="second digits">
            {t("said.note")} {clock(Date.parse(note.at))} {note.by.name}
          </span>{" "}
          {note.text || wireWord("personal", "erased")}
        </p>
      )}
    </div>
  );
}

function Call({ call }: { readonly call: Alarm }) {
  const { at, note, reporter, source } = call;
  const phone = phoneIn(reporter);
  return (
    <blockquote>
      {note && <p class="words">{note}</p>}
      <p class="second">
        <span class="digits">{clock(Date.parse(at))}</span> {reporter ?? wireWord("source", source)}{" "}
        {phone !== null && <Phone number={phone} label={t("said.call_back")} />}
      </p>
    </blockquote>
  );
}

function rangeWord([low, high]: readonly [number, number]): string {
  const word = (floor: number) => (floor < 0 ? `B${-floor}` : String(floor));
  return low === high ? word(low) : `${word(low)}–${word(high)}`;
}
