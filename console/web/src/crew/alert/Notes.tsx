/** What all who are going have written down, newest first, and a line to write another. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { isSettled } from "../../outbox/queue";
import { Button } from "../../parts/Button";
import type { Incident } from "../../wire/generated";
import type { Crew } from "../crew";

const LONGEST = 500;

export function Notes({ crew, incident }: { readonly crew: Crew; readonly incident: Incident }) {
  const waiting = crew.presses.entries.value.flatMap((entry) =>
    entry.command.type === "incident.note" && entry.command.incident === incident.id && !isSettled(entry)
      ? [{ id: entry.id, text: entry.command.text, at: Date.parse(entry.pressedAt) }]
      : [],
  );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = String(new FormData(form).get("text") ?? "").trim();
    if (text === "") return;
    void crew.presses.press({ type: "incident.note", incident: incident.id, text });
    form.reset();
  };
  return (
    <section class="notes" aria-labelledby="notes">
      <h2 id="notes">{t("crew.notes")}</h2>
      {incident.notes.length + waiting.length === 0 && <p class="second">{t("crew.notes_none")}</p>}
      <ul aria-live="polite">
        {waiting.toReversed().map(({ id, text, at }) => (
          <li key={id}>
            <span class="second digits">
              ◐ {t("crew.note_waiting")} {clock(at)}
            </span>{" "}
            {text}
          </li>
        ))}
        {incident.notes.toReversed().map((note) => (
          <li key={`${note.at}/${note.by.name}/${note.text}`}>
            <span class="second digits">
              {clock(Date.parse(note.at))} {note.by.name}
            </span>{" "}
            {note.text || wireWord("personal", "erased")}
          </li>
        ))}
      </ul>
      <form onSubmit={submit}>
        <label class="unseen" for="note">
          {t("crew.note")}
        </label>
        <input id="note" name="text" maxLength={LONGEST} autocomplete="off" placeholder={t("crew.note")} />
        <Button type="submit">{t("crew.note_send")}</Button>
      </form>
    </section>
  );
}
