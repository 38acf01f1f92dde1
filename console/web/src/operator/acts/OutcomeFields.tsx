/** The fields of an outcome: numbers and a cause, each may stay empty. */

import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { AnyCommand, IncidentOutcome } from "../../wire/generated";

type Cause = NonNullable<IncidentOutcome["cause"]>;
type Numbers = Exclude<keyof IncidentOutcome, "cause">;

const CAUSES: readonly Cause[] = [
  "electrical",
  "open_flame",
  "smoking",
  "production",
  "playing_with_fire",
  "arson",
  "self_ignition",
  "lightning",
  "static",
  "embers",
  "other",
  "unknown",
  "no_fire",
];

/** Each with its highest value (`dispatch/core/commands/outcome.py`) and the step of its spinner. */
const NUMBERS: { readonly [N in Numbers]: readonly [number, number | "any"] } = {
  dead: [100_000, 1],
  injured: [100_000, 1],
  rescued: [100_000, 1],
  evacuated: [100_000, 1],
  area_m2: [10_000_000, "any"],
  loss_yuan: [999_999_999, "any"],
  water_m3: [1_000_000, "any"],
};

export function OutcomeFields({ known }: { readonly known: IncidentOutcome | null }) {
  return (
    <>
      <label>
        {wireWord("outcome", "cause")}
        <select name="cause" defaultValue={known?.cause ?? ""}>
          <option value="">{t("outcome.unsaid")}</option>
          {CAUSES.map((cause) => (
            <option key={cause} value={cause} selected={cause === known?.cause}>
              {wireWord("cause", cause)}
            </option>
          ))}
        </select>
      </label>
      {(Object.keys(NUMBERS) as Numbers[]).map((name) => (
        <label key={name}>
          {wireWord("outcome", name)}
          <input
            name={name}
            type="number"
            min={0}
            max={NUMBERS[name][0]}
            step={NUMBERS[name][1]}
            defaultValue={known?.[name] ?? ""}
          />
        </label>
      ))}
    </>
  );
}

/** Return what a form says that was not known already; null where it says nothing new. What was emptied is taken back. */
export function outcomeOf(
  form: HTMLFormElement,
  incident: string,
  known: IncidentOutcome | null,
): Extract<AnyCommand, { type: "incident.outcome" }> | null {
  const data = new FormData(form);
  const said: Record<string, string | number> = {};
  const unknown: string[] = [];
  for (const name of ["cause", ...(Object.keys(NUMBERS) as Numbers[])] as (keyof IncidentOutcome)[]) {
    const text = String(data.get(name) ?? "").trim();
    const before = known?.[name] ?? null;
    const value = text === "" ? null : name === "cause" ? text : Number(text);
    if (value === before) continue;
    if (value === null) unknown.push(name);
    else said[name] = value;
  }
  if (Object.keys(said).length + unknown.length === 0) return null;
  return { type: "incident.outcome", incident, ...said, unknown };
}
