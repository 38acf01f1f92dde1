/** The second step of an act: numbered choices, a line to write, Enter to do it. */

import { useEffect, useRef } from "preact/hooks";
import { t } from "../../language/language";
import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import type { Step } from "../desk/step";
import { stepView } from "../desk/steps";
import { CloseForm } from "./CloseForm";

export function StepBar({ step, incident }: { readonly step: Step; readonly incident: Incident }) {
  const desk = useDesk();
  const view = stepView(desk, step, incident);
  return (
    <div class="step" role="toolbar" aria-label={view.title}>
      <strong role="status">{view.title}</strong>
      {view.options.map((option, index) => (
        <button
          key={option.label}
          type="button"
          class="act"
          aria-pressed={option.chosen}
          onClick={() => desk.resting.peek() || option.choose()}
        >
          <kbd>{index + 1}</kbd>
          {option.label}
        </button>
      ))}
      {step.kind === "note" && <NoteLine incident={incident} />}
      {step.kind === "close" && <CloseForm incident={incident} />}
      {view.enter !== null && step.kind !== "close" && (
        <button type="button" class="act do" onClick={() => desk.resting.peek() || view.enter?.()}>
          {t("step.do")}
        </button>
      )}
      <button type="button" class="act" onClick={desk.leave}>
        {t("step.leave")}
      </button>
    </div>
  );
}

function NoteLine({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    return () => desk.hands.tell(incident.id, "viewing");
  }, [desk, incident.id]);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const text = field.current?.value.trim() ?? "";
    if (text === "") return;
    desk.step.value = null;
    void desk.press({ type: "incident.note", incident: incident.id, text });
  };
  return (
    <form class="note-line" onSubmit={send}>
      <input
        ref={field}
        aria-label={t("step.note")}
        maxLength={2000}
        autocomplete="off"
        onInput={(event) => desk.hands.tell(incident.id, event.currentTarget.value === "" ? "viewing" : "writing")}
      />
      <button type="submit" class="act do">
        {t("step.note_send")}
      </button>
    </form>
  );
}
