/** Calls that were begun and not sent, above the list of incidents: each until it is sent or dropped. */

import { X } from "lucide";
import { t } from "../../language/language";
import { floorWord, wireWord } from "../../language/wire_words";
import { Icon } from "../../parts/Icon";
import type { Draft } from "../call/drafts";
import { useDesk } from "../desk/desk";
import "./lists.css";

export function DraftRows() {
  const desk = useDesk();
  const { call, pane } = desk;
  const inForm = pane.value === "call" ? call.draft.value : null;
  const aside = call.drafts.all.value.filter((each) => each.id !== inForm);
  if (aside.length === 0) return null;
  return (
    <ul class="side-rows drafts" aria-label={t("draft.title")}>
      {aside.map((draft) => (
        <li key={draft.id} data-draft={draft.id}>
          <button
            type="button"
            class="side-row"
            title={t("draft.open", { what: draftWord(draft) })}
            onClick={() => {
              call.open(draft.id);
              desk.step.value = null;
              pane.value = "call";
            }}
          >
            <b>{t("draft.one")}</b>
            <span class="side-what">{draftWord(draft)}</span>
            <span class="second">{wireWord("kind", draft.details.kind)}</span>
          </button>
          <button
            type="button"
            class="side-act"
            aria-label={t("draft.drop", { what: draftWord(draft) })}
            onClick={() => call.drop(draft.id)}
          >
            <Icon of={X} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What a draft is about at a glance: its place and floor, else what was said. */
export function draftWord({ text, details }: Draft): string {
  const { floor, note } = details;
  const place = text.trim() || note.trim() || t("draft.empty");
  return /^-?\d+$/.test(floor.trim()) ? `${place} ${floorWord(Number(floor))}` : place;
}
