/** The acts on a unit's own row: under the pointer, after a tap, and where the arrows are. */

import { callSignWord } from "../../derived/call_signs";
import { t } from "../../language/language";
import type { Assignment } from "../../wire/generated";
import { type Desk, useDesk } from "../desk/desk";
import { stepView } from "../desk/steps";
import { type UnitAct, unitActs } from "../desk/unit_acts";
import "./unit_acts.css";

/** What fits over the end of a line under the pointer; the call sign stays to be read. */
const AT_A_GLANCE: readonly UnitAct["id"][] = ["recall", "send", "phone", "note"];

export function UnitActs({ order }: { readonly order: Assignment }) {
  const desk = useDesk();
  const chosen = isChosen(desk, order);
  if (!chosen && desk.over.value !== order.id) return null;
  const name = callSignWord(desk.record.state.value, order.unit);
  return (
    <div class="unit-acts" data-chosen={chosen} role="toolbar" aria-label={t("step.acts_on", { unit: name })}>
      {isBeingRecalled(desk, order) ? (
        <Sure name={name} />
      ) : (
        unitActs(desk, order)
          .filter(({ id }) => chosen || AT_A_GLANCE.includes(id))
          .map((act) => <Act key={act.id} act={act} chosen={chosen} />)
      )}
    </div>
  );
}

function Act({ act, chosen }: { readonly act: UnitAct; readonly chosen: boolean }) {
  const desk = useDesk();
  const key = chosen && act.letter !== null ? desk.keys.label(act.letter) : "";
  const words = (
    <>
      {key !== "" && <kbd>{key}</kbd>}
      {chosen ? act.label : (act.short ?? act.label)}
    </>
  );
  if (act.href !== undefined) {
    return (
      <a class="act" data-unit-act={act.id} href={act.href}>
        {words}
      </a>
    );
  }
  return (
    <button type="button" class="act" data-unit-act={act.id} onClick={() => desk.resting.peek() || act.run()}>
      {words}
    </button>
  );
}

/** The second press of a recall stands where the first was made. */
function Sure({ name }: { readonly name: string }) {
  const desk = useDesk();
  const recall = () => {
    const [step, incident] = [desk.step.peek(), desk.incident.peek()];
    if (step !== null && incident !== null && !desk.resting.peek()) stepView(desk, step, incident).enter?.();
  };
  return (
    <>
      <button type="button" class="act" onClick={desk.leave}>
        <kbd>Esc</kbd>
        {t("step.leave")}
      </button>
      <button type="button" class="act do" onClick={recall}>
        <kbd>Enter</kbd>
        {t("step.recall_unit", { unit: name })}
      </button>
    </>
  );
}

/** Whether the arrows or a tap are on this unit, or it is about to be recalled alone. */
function isChosen(desk: Desk, order: Assignment): boolean {
  const step = desk.step.value;
  return (step?.kind === "crew" && step.order === order.id) || isBeingRecalled(desk, order);
}

function isBeingRecalled(desk: Desk, order: Assignment): boolean {
  const step = desk.step.value;
  return step?.kind === "recall" && step.picked.length === 1 && step.picked[0] === order.id;
}
