/**
 * The acts for the selected incident, at the foot of the page: what each key does, the second step where one is asked
 * for, what was pressed and waits, and what can be taken back. It names the incident; nothing here covers anything.
 */

import { clockText } from "../../derived/targets";
import { shortUnitName } from "../../incidents/list/row";
import { useOwnState } from "../../incidents/own_state";
import { t } from "../../language/language";
import { incidentWord } from "../../language/wire_words";
import type { AnyEvent } from "../../wire/generated";
import { isPossible, ON_INCIDENT, perform } from "../desk/acts";
import { commandWords } from "../desk/command_words";
import { type Desk, useDesk } from "../desk/desk";
import type { ActId } from "../desk/key_map";
import "./acts.css";
import { StepBar } from "./StepBar";
import { Waiting } from "./Waiting";

export function Acts() {
  const desk = useDesk();
  const { incident, step } = desk;
  useOwnState(desk.record.state, incident.value?.id ?? ""); // its orders decide what can be done
  const about =
    incident.value === null ? t("detail.none") : incidentWord(incident.value, desk.record.state.peek().buildings);
  const stepHere = step.value !== null && step.value.incident === incident.value?.id ? step.value : null;
  return (
    <section class="acts" data-resting={desk.resting.value} aria-label={t("region.acts")}>
      <Waiting />
      {desk.composing.value && (
        <p class="ime" role="status">
          ▲ {t("keys.ime")}
        </p>
      )}
      <div class="acts-line">
        <strong class="about" title={about}>
          {about}
        </strong>
        <Undo desk={desk} />
      </div>
      {stepHere !== null && incident.value !== null ? (
        <StepBar step={stepHere} incident={incident.value} />
      ) : (
        <div class="buttons" role="toolbar" aria-label={about}>
          {ON_INCIDENT.filter((act) => isPossible(desk, act)).map((act) => (
            <ActButton key={act} act={act} />
          ))}
        </div>
      )}
    </section>
  );
}

function Undo({ desk }: { readonly desk: Desk }) {
  const undo = desk.pressed.undo.value;
  if (undo === null) return null;
  return (
    <button type="button" class="act" onClick={() => perform(desk, "undo")}>
      <kbd>{desk.keys.label("undo")}</kbd>
      {t("act.undo_what", { what: ` ${commandWords(desk.record.state.value, undo.undoes)}` })}
      {piecesClosed(undo.events)}
    </button>
  );
}

/** How much road an act closed; that it closed nothing is said, too. */
function piecesClosed(events: readonly AnyEvent[]): string {
  const closed = events.find((event) => event.type === "road.closed");
  if (closed === undefined || closed.pieces === null) return "";
  return closed.pieces === 0 ? ` ▲ ${t("act.lane_nothing")}` : ` (${t("act.lane_pieces", { count: closed.pieces })})`;
}

export function ActButton({ act }: { readonly act: ActId }) {
  const desk = useDesk();
  const key = desk.keys.label(act);
  return (
    <button
      type="button"
      class={`act ${act}`}
      data-act={act}
      onClick={(event) => {
        if (event.detail > 0) event.currentTarget.blur();
        if (!desk.resting.peek()) perform(desk, act);
      }}
    >
      {key !== "" && <kbd>{key}</kbd>}
      {act === "send" ? sendWords(desk) : t(`act.${act}`)}
    </button>
  );
}

function sendWords(desk: Desk): string {
  const travel = desk.recommended.value;
  if (travel === null) return t("act.send");
  const unit = shortUnitName(desk.record.state.peek(), travel.unit);
  return t("act.send_to", { unit, eta: clockText(travel.eta_s * 1000) });
}
