/** What somebody wrote for all who are going, an inject of a drill too: on top and said aloud, until a tap says it was read. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import type { Crew } from "../crew";
import type { Alert } from "../orders";

export function NewNote({ crew, alert }: { readonly crew: Crew; readonly alert: Alert }) {
  const unread = crew.unreadNotes.value.filter(({ incident }) => incident.id === alert.incident.id);
  const newest = unread.at(-1);
  return (
    <div role="alert" class="new-note">
      {newest !== undefined && (
        <button type="button" onClick={() => crew.readNotes(alert.incident.id)}>
          <small class="digits">
            ▲ {unread.length > 1 ? t("crew.new_notes", { count: unread.length }) : t("crew.new_note")}{" "}
            {clock(Date.parse(newest.note.at))}
          </small>
          <span>{newest.note.text}</span>
          <small>{t("crew.understood")}</small>
        </button>
      )}
    </div>
  );
}
