/**
 * The acts for the selected incident, at the foot of the page and of one height: what each key does, the second step
 * where one is asked for, what was pressed and waits, what can be taken back. It names the incident and covers nothing.
 */

import { useOwnState } from "../../incidents/own_state";
import { t } from "../../language/language";
import { incidentWord } from "../../language/wire_words";
import { ALWAYS, isPossible, ON_INCIDENT } from "../desk/acts";
import { useDesk } from "../desk/desk";
import { nextAct } from "../desk/next_act";
import { ActButton } from "./ActButton";
import "./acts.css";
import { StepHead, StepOptions } from "./StepBar";
import { UndoButtons } from "./UndoButtons";
import { Waiting } from "./Waiting";

export function Acts() {
  const desk = useDesk();
  const { incident, step } = desk;
  const state = useOwnState(desk.record.state, incident.value?.id ?? ""); // its orders decide what can be done
  const about = incident.value === null ? t("detail.none") : incidentWord(incident.value, state.buildings);
  const stepHere = step.value !== null && step.value.incident === incident.value?.id ? step.value : null;
  const next = incident.value === null || !desk.mayAct ? null : nextAct(state, incident.value);
  return (
    <section class="acts" data-resting={desk.resting.value} data-step={stepHere?.kind} aria-label={t("region.acts")}>
      <div class="acts-line">
        <strong class="about" title={about}>
          {about}
        </strong>
        {desk.composing.value && (
          <p class="ime" role="status">
            ▲ {t("keys.ime")}
          </p>
        )}
        {stepHere !== null && incident.value !== null ? (
          <StepHead step={stepHere} incident={incident.value} />
        ) : (
          <>
            <UndoButtons />
            <div class="always" role="toolbar" aria-label={t("region.always")}>
              {ALWAYS.filter((act) => isPossible(desk, act)).map((act) => (
                <ActButton key={act} act={act} />
              ))}
            </div>
          </>
        )}
      </div>
      <div class="acts-body">
        {stepHere !== null && incident.value !== null ? (
          <StepOptions step={stepHere} incident={incident.value} />
        ) : (
          <div class="buttons" role="toolbar" aria-label={about}>
            {ON_INCIDENT.filter((act) => isPossible(desk, act)).map((act) => (
              <ActButton key={act} act={act} filled={act === next} />
            ))}
          </div>
        )}
        <Waiting />
      </div>
    </section>
  );
}
