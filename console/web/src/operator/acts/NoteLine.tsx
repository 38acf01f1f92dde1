/** A line to all who are sent, or to one unit of them: its call sign stands before the words. */

import { useEffect, useRef } from "preact/hooks";
import { callSignWord } from "../../derived/call_signs";
import { t } from "../../language/language";
import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";

interface Props {
  readonly incident: Incident;
  readonly unit: string | null;
}

export function NoteLine({ incident, unit }: Props) {
  const desk = useDesk();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    return () => desk.hands.tell(incident.id, "viewing");
  }, [desk, incident.id]);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const said = field.current?.value.trim() ?? "";
    if (said === "") return;
    const to = unit === null ? "" : callSignWord(desk.record.state.peek(), unit);
    const text = unit === null ? said : t("note.to", { to, text: said });
    desk.step.value = null;
    void desk.press({ type: "incident.note", incident: incident.id, text: text.slice(0, 2000) });
  };
  return (
    <form class="note-line" onSubmit={send}>
      <input
        ref={field}
        aria-label={t("step.note")}
        maxLength={1900}
        autocomplete="off"
        onInput={(event) => desk.hands.tell(incident.id, event.currentTarget.value === "" ? "viewing" : "writing")}
      />
      <button type="submit" class="act do">
        {t("step.note_send")}
      </button>
    </form>
  );
}
