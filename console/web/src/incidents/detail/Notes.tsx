/** What was written down for all who are sent; the newest is first. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { Incident } from "../../wire/generated";

export function Notes({ incident }: { readonly incident: Incident }) {
  const notes = [...incident.notes].reverse();
  return (
    <section>
      <h3>{t("detail.notes")}</h3>
      {incident.away.map(({ away_from, until }) => (
        <p class="away" key={away_from}>
          ■ {t("detail.hub_away", { from: clock(Date.parse(away_from)), until: clock(Date.parse(until)) })}
        </p>
      ))}
      {notes.length === 0 && <p class="second">{t("detail.notes_none")}</p>}
      <ul class="notes" aria-live="polite">
        {notes.map((note) => (
          <li key={`${note.at}/${note.by.name}/${note.text}`}>
            <span class="second digits">
              {clock(Date.parse(note.at))} {note.by.name}
            </span>{" "}
            {note.text || wireWord("personal", "erased")}
          </li>
        ))}
      </ul>
    </section>
  );
}
