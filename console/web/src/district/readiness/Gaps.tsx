/** Each station held against the norms: what is missing, what nobody knows, by which rule and how sure that rule is. */

import { useState } from "preact/hooks";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { useDistrict } from "../district";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { Choice } from "../parts/Choice";
import { type Column, DataTable } from "../parts/DataTable";
import { inLanguage, named } from "../words";

type Verdict = "gap" | "unknown" | "met";

interface Finding {
  readonly station: string;
  readonly rule: string;
  readonly zh: string;
  readonly en: string;
  readonly verdict: Verdict;
  readonly minimum: number;
  readonly found: number | null;
  readonly unusable: number;
  readonly advised: boolean;
  readonly source: string;
  readonly clause: string;
  readonly confidence: string;
}

interface Held {
  readonly on: string;
  readonly norms: readonly string[];
  readonly findings: readonly Finding[];
}

const VERDICTS: readonly Verdict[] = ["gap", "unknown", "met"];

export function Gaps() {
  const held = useFetched<Held>("/api/v1/registry/gaps", ["registry."]);
  return (
    <section class="part" aria-labelledby="gaps">
      <h2 id="gaps">{t("gaps.title")}</h2>
      <Answer to={held}>{(answer) => <Findings held={answer} />}</Answer>
    </section>
  );
}

function Findings({ held }: { readonly held: Held }) {
  const { nameOf } = useDistrict();
  const [verdict, choose] = useState<Verdict>("gap");
  const count = (wanted: Verdict) => held.findings.filter((each) => each.verdict === wanted).length;
  const columns: Column<Finding>[] = [
    { head: t("col.station"), cell: (each) => `${each.station} ${nameOf(each.station)}`, short: true },
    { head: t("col.requirement"), cell: (each) => <Requirement of={each} />, value: inLanguage },
    { head: t("col.found"), cell: (each) => `${number(each.found, 1)} / ${number(each.minimum, 1)}`, figures: true },
    {
      head: t("col.source"),
      cell: (each) => <span class="second">{sourceOf(each)}</span>,
      value: sourceOf,
    },
  ];
  return (
    <>
      <p class="second">
        {t("gaps.on", { day: held.on, norms: held.norms.map((each) => named("rule", `norm.${each}`)).join(t("and")) })}
      </p>
      <Choice
        name={t("gaps.title")}
        value={verdict}
        options={VERDICTS.map((each) => [each, `${named("gap", each)} ${number(count(each))}`] as const)}
        onChoose={choose}
      />
      <DataTable
        caption={t("gaps.title")}
        columns={columns}
        rows={held.findings.filter((each) => each.verdict === verdict)}
        keyOf={(each) => `${each.station} ${each.rule}`}
        empty={t("gaps.none")}
      />
    </>
  );
}

function sourceOf({ source, clause, confidence }: Finding): string {
  return `${source} ${clause} · ${named("confidence", confidence)}`;
}

function Requirement({ of }: { readonly of: Finding }) {
  return (
    <>
      {inLanguage(of)} {of.advised && <span class="second">{t("gaps.advised")}</span>}
      {of.unusable > 0 && <div class="second">{t("gaps.unusable", { count: of.unusable })}</div>}
    </>
  );
}
