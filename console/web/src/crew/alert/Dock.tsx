/**
 * Four buttons that never move; the next step is filled. What cannot be taken back asks once more, above the buttons and
 * at the other edge, where a thumb that trembles does not come down by itself.
 */

import { useState } from "preact/hooks";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { refusalWord } from "../../language/refusals";
import type { Assignment } from "../../wire/generated";
import type { Crew } from "../crew";
import { isDone, type Mark, markOfAll, nextStep, type Step } from "../orders";
import "./dock.css";
import { SecondStep } from "./SecondStep";

interface Props {
  readonly crew: Crew;
  readonly orders: readonly Assignment[];
}

const GLYPHS: { readonly [S in Mark["state"]]: string } = { none: "○", waiting: "◐", received: "●", refused: "✕" };

export type Asked = "control" | "release" | "decline";

export function Dock({ crew, orders }: Props) {
  const [asked, ask] = useState<Asked | null>(null);
  const pressed = crew.presses.entries.value;
  const mark = (step: Step) => markOfAll(orders, step, pressed);
  const next = nextStep(orders, pressed);
  const act = (step: Step) =>
    crew.guard.guarded(() => {
      void crew.ringer.arm();
      if (step === "control" || step === "release" || step === "decline") ask(step);
      else {
        ask(null);
        crew.say(orders, step);
      }
    });
  const first: Step = isDone(mark("acknowledge")) || next !== "acknowledge" ? "depart" : "acknowledge";
  const third: Step = isDone(mark("control")) ? "release" : "control";
  const places = [first, "arrive", third, "decline"] as const;
  return (
    <section class="dock" aria-label={t("crew.steps")}>
      {asked !== null && <SecondStep crew={crew} orders={orders} asked={asked} done={() => ask(null)} />}
      {places.map((step) => (
        <StepButton key={step} step={step} mark={mark(step)} filled={step === next} act={() => act(step)} />
      ))}
    </section>
  );
}

interface StepProps {
  readonly step: Step;
  readonly mark: Mark;
  readonly filled: boolean;
  readonly act: () => void;
}

function StepButton({ step, mark, filled, act }: StepProps) {
  const done = isDone(mark);
  return (
    <button type="button" class={`step ${filled ? "filled" : ""}`} data-mark={mark.state} disabled={done} onClick={act}>
      <span class="glyph" aria-hidden="true">
        {GLYPHS[mark.state]}
      </span>
      <strong>{t(`crew.${step}`)}</strong>
      <small class="digits">{wordsOf(mark)}</small>
    </button>
  );
}

function wordsOf({ state, at, why }: Mark): string {
  if (state === "none") return "";
  if (state === "refused") return t("crew.mark.refused", { why: refusalWord(why ?? "") });
  return t(`crew.mark.${state}`, { time: clock(at) });
}
