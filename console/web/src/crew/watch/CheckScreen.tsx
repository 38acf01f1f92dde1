/** The centre asks whether anybody is there: one big button. */

import { useState } from "preact/hooks";
import { clockText } from "../../derived/targets";
import { t } from "../../language/language";
import type { Crew } from "../crew";
import "./watch.css";

const MOST = 1000;

export function CheckScreen({ crew }: { readonly crew: Crew }) {
  const check = crew.check.value;
  const [strength, setStrength] = useState<number | null>(null);
  if (check === null) return null;
  const left = Date.parse(check.due_at) - crew.clock.shown();
  const answer = () =>
    crew.guard.guarded(() => {
      void crew.presses.press({ type: "check.answer", check: check.id, strength });
    });
  return (
    <section class="check" role="alert">
      <h1>{t("crew.check")}</h1>
      <p>{t("crew.check_text")}</p>
      <p class="digits" role="timer">
        {left > 0
          ? `● ${t("crew.check_left", { time: clockText(left) })}`
          : `■ ${t("crew.check_over", { time: clockText(left) })}`}
      </p>
      <label>
        {t("crew.check_strength")}
        <input
          type="number"
          inputMode="numeric"
          min={0}
          max={MOST}
          onInput={({ currentTarget: { value } }) => setStrength(value === "" ? null : Number(value))}
        />
      </label>
      <button type="button" class="button filled huge" onClick={answer}>
        {t("crew.check_answer")}
      </button>
    </section>
  );
}
