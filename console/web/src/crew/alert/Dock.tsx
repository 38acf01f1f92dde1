/**
 * Four buttons that never move; the next step is filled. What cannot be taken back asks once more, above the buttons and
 * at the other edge, where a thumb that trembles does not come down by itself.
 */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { refusalWord } from "../../language/refusals";
import type { Entry } from "../../outbox/queue";
import type { Assignment } from "../../wire/generated";
import type { Crew } from "../crew";
import { isDone, type Mark, markOfAll, nextStep, type Step } from "../orders";
import "./dock.css";
import { type Asked, SecondStep } from "./SecondStep";

interface Props {
  readonly crew: Crew;
  readonly orders: readonly Assignment[];
  /** The first row, above all that a press could be for. */
  readonly children?: ComponentChildren;
}

const GLYPHS: { readonly [S in Mark["state"]]: string } = { none: "○", waiting: "◐", received: "●", refused: "×" };

export function Dock({ crew, orders, children }: Props) {
  const [asked, ask] = useState<Asked | null>(null);
  const pressed = crew.presses.entries.value;
  const mark = (step: Step) => markOfAll(orders, step, pressed);
  const next = nextStep(orders, pressed);
  const act = (step: Step) =>
    crew.guard.guarded(() => {
      if (step === "control" || step === "release" || step === "decline") ask(step);
      else {
        ask(null);
        crew.say(orders, step);
      }
    });
  const places = placesOf(orders, pressed);
  const away = crew.keptAsOf.value !== null || !crew.line.value.open;
  return (
    <section class="dock" aria-label={t("crew.steps")}>
      {children}
      {asked !== null && <SecondStep crew={crew} orders={orders} asked={asked} done={() => ask(null)} />}
      {away && <p class="away">◐ {t("crew.no_line")}</p>}
      {places.map(({ step, before }) => (
        <StepButton
          key={step}
          step={step}
          mark={mark(step)}
          before={before === null ? null : { step: before, mark: mark(before) }}
          filled={step === next}
          act={() => act(step)}
        />
      ))}
    </section>
  );
}

interface Place {
  readonly step: Step;
  /** What the button at this place was for before; its mark stays on view. */
  readonly before: Step | null;
}

/** The four places. Two of them go on to a further step once theirs was said. */
function placesOf(orders: readonly Assignment[], pressed: readonly Entry[]): readonly Place[] {
  const said = (step: Step) => isDone(markOfAll(orders, step, pressed));
  const under = (step: Step, further: Step): Place =>
    said(step) ? { step: further, before: step } : { step, before: null };
  return [
    under("acknowledge", "depart"),
    { step: "arrive", before: null },
    under("control", "release"),
    { step: "decline", before: null },
  ];
}

interface Said {
  readonly step: Step;
  readonly mark: Mark;
}

interface StepProps extends Said {
  readonly before: Said | null;
  readonly filled: boolean;
  readonly act: () => void;
}

function StepButton({ step, mark, before, filled, act }: StepProps) {
  const shown = mark.state === "none" && before !== null ? before : { step, mark };
  return (
    <button
      type="button"
      class={`step ${filled ? "filled" : ""}`}
      data-mark={shown.mark.state}
      disabled={isDone(mark)}
      onClick={act}
    >
      <strong>{t(`crew.${step}`)}</strong>
      <small class="digits">
        <span aria-hidden="true">{GLYPHS[shown.mark.state]}</span>{" "}
        {shown.step === step
          ? wordsOf(mark)
          : t(`crew.past.${pastOf(shown.mark)}`, { step: t(`crew.${shown.step}`), time: clock(shown.mark.at) })}
      </small>
    </button>
  );
}

/** A button goes on only after its step was said: that waits, or the centre has it. */
function pastOf({ state }: Mark): "waiting" | "received" {
  return state === "waiting" ? "waiting" : "received";
}

function wordsOf({ state, at, why }: Mark): string {
  if (state === "none") return "";
  if (state === "refused") return t("crew.mark.refused", { why: refusalWord(why ?? "") });
  return t(`crew.mark.${state}`, { time: clock(at) });
}
