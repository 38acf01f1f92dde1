/** One act of the bar, with its key. Filled: the next step. */

import { callSignWord } from "../../derived/call_signs";
import { clockText } from "../../derived/targets";
import { t } from "../../language/language";
import { perform } from "../desk/acts";
import { type Desk, useDesk } from "../desk/desk";
import type { ActId } from "../desk/key_map";

interface Props {
  readonly act: ActId;
  readonly filled?: boolean;
}

export function ActButton({ act, filled = false }: Props) {
  const desk = useDesk();
  const key = desk.keys.label(act);
  const held = act === "send" && desk.sent.holds(desk.incident.value?.id ?? "");
  return (
    <button
      type="button"
      class={`act ${act}${filled ? " filled" : ""}`}
      data-act={act}
      data-held={held}
      onClick={() => {
        if (!desk.resting.peek()) perform(desk, act);
      }}
    >
      {key !== "" && <kbd>{key}</kbd>}
      {wordsOf(desk, act)}
    </button>
  );
}

function wordsOf(desk: Desk, act: ActId): string {
  if (act === "send") return sendWords(desk);
  const holder = desk.incident.value?.taken_by?.name;
  if (act === "take" && holder !== undefined) return t("act.take_from", { who: holder });
  return t(`act.${act}`);
}

function sendWords(desk: Desk): string {
  const travel = desk.recommended.value;
  if (travel === null) return t("act.send");
  const unit = callSignWord(desk.record.state.peek(), travel.unit);
  return t("act.send_to", { unit, eta: clockText(travel.eta_s * 1000) });
}
