/** What can be taken back: the last act, and everything of the last ten seconds at once. */

import { t } from "../../language/language";
import type { AnyEvent } from "../../wire/generated";
import { commandWords } from "../desk/command_words";
import { useDesk } from "../desk/desk";
import type { Undo } from "../desk/undo_stack";

export function UndoButtons() {
  const desk = useDesk();
  const acts = desk.pressed.undo.value;
  const [last] = acts;
  if (last === undefined) return null;
  const count = acts.reduce((sum, act) => sum + act.presses.length, 0);
  const key = desk.keys.label("undo");
  return (
    <div class="undo" role="toolbar" aria-label={t("act.undo")}>
      <button type="button" class="act" onClick={() => desk.resting.peek() || desk.pressed.takeBack()}>
        <kbd>{key}</kbd>
        <UndoWords of={last} />
      </button>
      {acts.length > 1 && (
        <button type="button" class="act" onClick={() => desk.resting.peek() || desk.pressed.takeAllBack()}>
          <kbd>⇧{key}</kbd>
          {t("act.undo_all", { count })}
        </button>
      )}
    </div>
  );
}

function UndoWords({ of: { presses, events } }: { readonly of: Undo }) {
  const desk = useDesk();
  const [first] = presses;
  if (first === undefined) return null;
  const count = presses.length;
  const many = first.command.type === "assignment.assign" ? "step.send_many" : "step.recall_many";
  const what =
    count > 1 ? t(many, { count }) : commandWords(desk.record.state.value, first.command, desk.selected.value);
  return (
    <span>
      {t("act.undo_what", { what: ` ${what}` })}
      {piecesClosed(events)}
    </span>
  );
}

/** How much road an act closed; that it closed nothing is said, too. */
function piecesClosed(events: readonly AnyEvent[]): string {
  const closed = events.find((event) => event.type === "road.closed");
  if (closed === undefined || closed.pieces === null) return "";
  return closed.pieces === 0 ? ` ▲ ${t("act.lane_nothing")}` : ` (${t("act.lane_pieces", { count: closed.pieces })})`;
}
