/** Equipment that is past its date or will be, the most overdue first, with what sets the date. */

import { useState } from "preact/hooks";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { useDistrict } from "../district";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { Choice } from "../parts/Choice";
import { type Column, DataTable } from "../parts/DataTable";
import { Tiles } from "../parts/Tiles";
import { inLanguage, named } from "../words";

interface Due {
  readonly equipment: string;
  readonly station: string;
  readonly zh: string;
  readonly en: string;
  readonly count: number;
  readonly what: string;
  readonly by: string;
  readonly days: number;
  readonly source: string;
  readonly clause: string;
}

interface DueAnswer {
  readonly on: string;
  readonly known: boolean;
  readonly undated: number;
  readonly due: readonly Due[];
}

const AHEAD = ["30", "90", "365"] as const;

export function EquipmentSection() {
  const [within, choose] = useState<(typeof AHEAD)[number]>("30");
  const due = useFetched<DueAnswer>(`/api/v1/registry/due?within=${within}`, ["registry."]);
  return (
    <>
      <Choice
        name={t("equipment.within")}
        value={within}
        options={AHEAD.map((days) => [days, t("equipment.days_ahead", { days })] as const)}
        onChoose={choose}
      />
      <Answer to={due}>
        {(answer) => (answer.known ? <DueTable of={answer} /> : <p class="second">{t("equipment.unknown")}</p>)}
      </Answer>
    </>
  );
}

function DueTable({ of }: { readonly of: DueAnswer }) {
  const { nameOf } = useDistrict();
  const overdue = of.due.filter(({ days }) => days < 0).length;
  const columns: Column<Due>[] = [
    { head: t("equipment.thing"), cell: (each) => `${inLanguage(each)} ${each.equipment}` },
    { head: t("col.station"), cell: (each) => `${each.station} ${nameOf(each.station)}`, short: true },
    { head: t("equipment.what"), cell: (each) => named("due", each.what), short: true, picks: true },
    { head: t("equipment.by"), cell: (each) => each.by, figures: true },
    { head: t("equipment.left"), cell: (each) => <Left days={each.days} />, value: ({ days }) => days, figures: true },
    { head: t("equipment.count"), cell: (each) => number(each.count), figures: true },
    {
      head: t("col.source"),
      cell: (each) => <span class="second">{sourceOf(each) || "—"}</span>,
      value: sourceOf,
    },
  ];
  return (
    <>
      <Tiles
        tiles={[
          { name: t("equipment.overdue"), value: number(overdue), tone: overdue > 0 ? "amber" : undefined },
          { name: t("equipment.soon"), value: number(of.due.length - overdue) },
          { name: t("equipment.undated"), value: number(of.undated) },
        ]}
      />
      <DataTable
        caption={t("district.equipment")}
        columns={columns}
        rows={of.due}
        keyOf={(each) => `${each.equipment} ${each.what}`}
        empty={t("equipment.none")}
      />
    </>
  );
}

function sourceOf({ source, clause }: Due): string {
  return `${source} ${clause}`.trim();
}

function Left({ days }: { readonly days: number }) {
  if (days < 0) return <span class="state limited">▲ {t("equipment.days_over", { days: -days })}</span>;
  return <>{t("equipment.days_left", { days })}</>;
}
