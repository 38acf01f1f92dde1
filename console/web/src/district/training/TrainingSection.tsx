/** The calendar of duties to train: how each stands, who owes what by when, and a month's plan that pays it. */

import { useState } from "preact/hooks";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { Choice } from "../parts/Choice";
import { type Column, DataTable } from "../parts/DataTable";
import { MonthField, thisMonth } from "../parts/MonthField";
import { Tiles } from "../parts/Tiles";
import { inLanguage, named } from "../words";
import { MonthPlan } from "./MonthPlan";

interface DutyLine {
  readonly duty: string;
  readonly zh: string;
  readonly en: string;
  readonly who: string;
  readonly period: string;
  readonly source: string;
  readonly confidence: string;
  readonly parties: number;
  readonly met: number;
  readonly open: number;
  readonly overdue: number;
  readonly conflict_zh: string;
  readonly conflict_en: string;
}

interface Debt {
  readonly duty: string;
  readonly party: readonly [who: string, id: string];
  readonly state: "met" | "open" | "overdue";
  readonly due: string;
  readonly last: string | null;
  readonly missed: number;
}

interface DrillLine {
  readonly drill: string;
  readonly name: string;
  readonly day: string;
  readonly kind: string;
  readonly unpaid: string | null;
}

interface Training {
  readonly day: string;
  readonly held: readonly DrillLine[];
  readonly duties: readonly DutyLine[];
  readonly owed: readonly Debt[];
  readonly names: { readonly [id: string]: string };
  readonly unknown: number;
  readonly areas_known: boolean;
}

export function TrainingSection() {
  const training = useFetched<Training>("/api/v1/training", ["drill.ended", "drill.signed_off"]);
  const [month, setMonth] = useState(thisMonth());
  return (
    <>
      <Answer to={training}>{(answer) => <Owed of={answer} />}</Answer>
      <section class="part" aria-labelledby="month-plan">
        <h2 id="month-plan">{t("training.plan")}</h2>
        <MonthField value={month} onPick={setMonth} />
        <MonthPlan
          key={month}
          month={month}
          held={training.value.value?.held ?? []}
          duties={training.value.value?.duties ?? []}
        />
      </section>
    </>
  );
}

type Filter = "overdue" | "open";

function Owed({ of }: { readonly of: Training }) {
  const total = (count: (line: DutyLine) => number) => of.duties.reduce((sum, line) => sum + count(line), 0);
  const overdue = total((line) => line.overdue);
  const [filter, choose] = useState<Filter>(overdue > 0 ? "overdue" : "open");
  const rows = of.owed.filter(({ state }) => state === filter);
  const duties = new Map(of.duties.map((each) => [each.duty, each]));
  const columns: Column<Debt>[] = [
    { head: t("training.party"), cell: ({ party: [who, id] }) => `${named("party", who)} ${id} ${of.names[id] ?? ""}` },
    { head: t("training.duty"), cell: ({ duty }) => dutyWords(duties.get(duty), duty), picks: true },
    {
      head: t("training.due"),
      cell: ({ due, state }) => (state === "overdue" ? <span class="state limited">▲ {due}</span> : due),
      value: ({ due }) => due,
      figures: true,
    },
    { head: t("training.last"), cell: ({ last }) => last ?? t("training.never"), figures: true },
    { head: t("training.missed"), cell: ({ missed }) => number(missed), figures: true },
  ];
  const options: (readonly [Filter, string])[] = [
    ["overdue", `${t("training.overdue")} ${number(overdue)}`],
    ["open", `${t("training.open")} ${number(total((line) => line.open))}`],
  ];
  return (
    <>
      <Tiles
        tiles={[
          { name: t("training.met"), value: number(total((line) => line.met)) },
          { name: t("training.open"), value: number(total((line) => line.open)) },
          { name: t("training.overdue"), value: number(overdue), tone: overdue > 0 ? "amber" : undefined },
          { name: t("training.unknown"), value: number(of.unknown) },
        ]}
      />
      <Duties of={of.duties} />
      {!of.areas_known && <p class="second">{t("training.no_areas")}</p>}
      <Unpaid of={of.held.filter(({ unpaid }) => unpaid !== null)} />
      <h2>{t("training.owed")}</h2>
      <Choice name={t("training.owed")} value={filter} options={options} onChoose={choose} />
      <DataTable
        caption={t("training.owed")}
        columns={columns}
        rows={rows}
        keyOf={({ duty, party }) => `${duty} ${party.join(" ")}`}
        empty={t("training.nothing")}
      />
    </>
  );
}

function Duties({ of }: { readonly of: readonly DutyLine[] }) {
  const columns: Column<DutyLine>[] = [
    { head: t("training.duty"), cell: inLanguage },
    { head: t("training.party"), cell: (each) => named("party", each.who), short: true, picks: true },
    { head: t("training.period"), cell: (each) => named("period", each.period), short: true },
    { head: t("training.met"), cell: (each) => `${number(each.met)} / ${number(each.parties)}`, figures: true },
    { head: t("training.open"), cell: (each) => number(each.open), figures: true },
    { head: t("training.overdue"), cell: (each) => number(each.overdue), figures: true },
    {
      head: t("col.source"),
      cell: (each) => (
        <span class="second">
          {each.source} · {named("confidence", each.confidence)}
          {each.conflict_zh !== "" && <br />}
          {inLanguage({ zh: each.conflict_zh, en: each.conflict_en })}
        </span>
      ),
      value: ({ source }) => source,
    },
  ];
  return (
    <DataTable
      caption={t("training.duties")}
      columns={columns}
      rows={of}
      keyOf={(each) => each.duty}
      empty={t("training.nothing")}
    />
  );
}

/** Drills that were held and paid nobody's debt, each with what it lacks: a signature can still be given. */
function Unpaid({ of }: { readonly of: readonly DrillLine[] }) {
  if (of.length === 0) return null;
  const columns: Column<DrillLine>[] = [
    { head: t("training.day"), cell: ({ day }) => day, figures: true },
    { head: t("training.drill"), cell: ({ name, kind }) => `${name} · ${named("drill_kind", kind)}` },
    {
      head: t("training.why_unpaid"),
      cell: ({ unpaid }) => <span class="state limited">▲ {named("unpaid", unpaid ?? "")}</span>,
      value: ({ unpaid }) => named("unpaid", unpaid ?? ""),
    },
  ];
  return (
    <>
      <h2>{t("training.unpaid")}</h2>
      <DataTable
        caption={t("training.unpaid")}
        columns={columns}
        rows={of}
        keyOf={({ drill }) => drill}
        empty={t("training.nothing")}
      />
    </>
  );
}

function dutyWords(line: DutyLine | undefined, id: string): string {
  return line === undefined ? id : inLanguage(line);
}
