/** An observer's remark; with a verdict about an objective that no clock judges. */

import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useDistrict } from "../district";
import { named } from "../words";
import type { DrillRecord } from "./record";

const VERDICTS = ["met", "partly", "missed"] as const;

export function RemarkForm({ of }: { readonly of: DrillRecord }) {
  const { act, commands, dispatches } = useDistrict();
  if (!commands && !dispatches) return null;
  const judged = of.score.objectives.filter(({ timed }) => !timed);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const objective = String(fields.get("objective") ?? "") || null;
    const verdict = objective === null ? null : (VERDICTS.find((each) => each === fields.get("verdict")) ?? null);
    const text = String(fields.get("text") ?? "").trim();
    const command = { type: "drill.remark", drill: of.drill, text, objective, verdict } as const;
    void act(t("drills.remarked", { what: text }), command).then((taken) => {
      if (taken) form.reset();
    });
  };
  return (
    <form class="fields" onSubmit={submit} aria-label={t("drills.remark")}>
      <label>
        {t("drills.remark_text")}
        <input name="text" required maxLength={500} autocomplete="off" />
      </label>
      {judged.length > 0 && (
        <>
          <label>
            {t("drills.objective")}
            <select name="objective">
              <option value="">{t("drills.no_objective")}</option>
              {judged.map(({ id, text }) => (
                <option key={id} value={id}>
                  {text || id}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("drills.verdict")}
            <select name="verdict">
              {VERDICTS.map((each) => (
                <option key={each} value={each}>
                  {named("objective_verdict", each)}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <Button type="submit">{t("drills.remark")}</Button>
    </form>
  );
}
