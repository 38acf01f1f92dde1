/** What was pressed and is not answered, what asks for a word after a broken line, what was refused: visible until settled. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { refusalWord } from "../../language/refusals";
import type { Entry } from "../../outbox/queue";
import { commandWords } from "../desk/command_words";
import { useDesk } from "../desk/desk";

/** An answer that is quicker than this needs no line on the screen. */
const SENT_SHOWN_AFTER_MS = 1000;
const REFUSED_SHOWN_MS = 30_000;

export function Waiting() {
  const desk = useDesk();
  desk.record.clock.second.value; // what was answered goes after a while
  const now = desk.record.clock.now() ?? Date.now();
  const shown = desk.pressed.entries.value.filter((entry) => isShown(entry, now));
  // Enter sends one: the first that asks, and it says so; where a step waits Enter is the step's.
  const next = desk.step.value === null ? shown.find((entry) => entry.state === "asking") : undefined;
  return (
    <ul class="waiting" aria-label={t("region.waiting")} aria-live="polite">
      {desk.pressed.forgetful.value && <li class="refused">■ {t("act.not_kept")}</li>}
      {shown.map((entry) => (
        <Line key={entry.id} entry={entry} next={entry === next} />
      ))}
    </ul>
  );
}

function isShown(entry: Entry, now: number): boolean {
  if (entry.state === "waiting" || entry.state === "asking") return true;
  if (entry.state === "sent") return now - Date.parse(entry.pressedAt) > SENT_SHOWN_AFTER_MS;
  return entry.state === "refused" && now - (entry.settledAt ?? 0) < REFUSED_SHOWN_MS;
}

function Line({ entry, next }: { readonly entry: Entry; readonly next: boolean }) {
  const desk = useDesk();
  const what = commandWords(desk.record.state.value, entry.command);
  const time = clock(Date.parse(entry.pressedAt));
  return (
    <li class={entry.state} data-entry={entry.state}>
      {entry.state === "waiting" && `◐ ${t("act.waiting", { time, what })}`}
      {entry.state === "sent" && `◐ ${t("act.sent", { what })}`}
      {entry.state === "refused" && `■ ${t("act.refused", { what, why: refusalWords(entry) })}`}
      {entry.state === "asking" && (
        <>
          <span>▲ {t("act.asking", { time, what })}</span>
          <button type="button" class="act do" onClick={() => desk.pressed.confirm(entry.id)}>
            {next && <kbd>Enter</kbd>}
            {t("act.asking_send")}
          </button>
        </>
      )}
      {entry.state !== "sent" && (
        <button type="button" class="act" onClick={() => desk.pressed.discard(entry.id)}>
          {t(entry.state === "refused" ? "act.leave" : "act.asking_drop")}
        </button>
      )}
    </li>
  );
}

/** What a refusal means, with the hub's own sentence, which says what to do. */
function refusalWords({ problem }: Entry): string {
  const code = problem?.type.split(":").at(-1) ?? "";
  return `${refusalWord(code)} (${problem?.detail ?? code})`;
}
