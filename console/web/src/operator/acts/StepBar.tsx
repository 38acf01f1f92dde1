/** The second step of an act: what it asks and what Enter does in the bar's line, the numbered choices below. */

import { useEffect, useRef } from "preact/hooks";
import { t } from "../../language/language";
import type { Incident } from "../../wire/generated";
import { useDesk } from "../desk/desk";
import type { Step } from "../desk/step";
import { stepView } from "../desk/steps";
import { NoteLine } from "./NoteLine";
import { PickField } from "./PickField";

interface Props {
  readonly step: Step;
  readonly incident: Incident;
}

export function StepHead({ step, incident }: Props) {
  const desk = useDesk();
  const view = stepView(desk, step, incident);
  const picks = step.kind === "unit" || step.kind === "recall";
  return (
    <div class="step" role="toolbar" aria-label={view.title}>
      <strong class="asks" role="status">
        {view.title}
      </strong>
      {picks && <PickField step={step} key={step.kind} />}
      {step.kind === "note" && <NoteLine incident={incident} unit={step.unit} />}
      {view.enter !== null && (
        <button type="button" class="act do" onClick={() => desk.resting.peek() || view.enter?.()}>
          <kbd>Enter</kbd>
          {view.enterWord ?? t("step.do")}
        </button>
      )}
      <button type="button" class="act" onClick={desk.leave}>
        <kbd>Esc</kbd>
        {t("step.leave")}
      </button>
    </div>
  );
}

export function StepOptions({ step, incident }: Props) {
  const desk = useDesk();
  const view = stepView(desk, step, incident);
  const options = useRef<HTMLDivElement>(null);
  const at = view.options.find((each) => each.at)?.id ?? null;
  useEffect(() => {
    if (at !== null) options.current?.querySelector("[data-at=true]")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div class="options" ref={options} role="toolbar" aria-label={t("step.choices")}>
      {view.options.map((option) => {
        const words = (
          <>
            {option.digit !== "" && <kbd>{option.digit}</kbd>}
            {option.chosen && "✓ "}
            {option.label}
          </>
        );
        return option.href === undefined ? (
          <button
            key={option.id}
            type="button"
            class="act"
            aria-pressed={option.chosen}
            data-at={option.at}
            onClick={() => desk.resting.peek() || option.choose()}
          >
            {words}
          </button>
        ) : (
          <a key={option.id} class="act" href={option.href}>
            {words}
          </a>
        );
      })}
      {view.more !== undefined && view.more > 0 && <span class="second">{t("step.more", { count: view.more })}</span>}
    </div>
  );
}
