/** How ready the stations are, each number with its reasons; below, how far they are from what the norms ask. */

import { ChevronDown, ChevronRight } from "lucide";
import { useState } from "preact/hooks";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { Icon } from "../../parts/Icon";
import { useDistrict } from "../district";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { Choice } from "../parts/Choice";
import { type Column, DataTable } from "../parts/DataTable";
import { named } from "../words";
import { Gaps } from "./Gaps";
import { Reasons } from "./Reasons";
import {
  byUrgency,
  CHANGES,
  lacking,
  type Readiness,
  type ReadinessAnswer,
  type ReadyState,
  STATES,
  strengthOf,
} from "./readiness";
import "./readiness.css";
import { StateMark } from "./StateMark";

type Filter = ReadyState | "all";

export function ReadinessSection() {
  const readiness = useFetched<ReadinessAnswer>("/api/v1/readiness", CHANGES);
  return (
    <>
      <Answer to={readiness}>{({ stations }) => <Stations all={byUrgency(stations)} />}</Answer>
      <Gaps />
    </>
  );
}

function Stations({ all }: { readonly all: readonly Readiness[] }) {
  const { nameOf, station } = useDistrict();
  const [filter, choose] = useState<Filter>("all");
  const [open, setOpen] = useState<string | null>(station);
  const count = (state: ReadyState) => all.filter((each) => each.state === state).length;
  const options: (readonly [Filter, string])[] = [
    ["all", t("filter.all", { count: number(all.length) })],
    ...STATES.map((state) => [state, `${named("readiness", state)} ${number(count(state))}`] as const),
  ];
  const columns: Column<Readiness>[] = [
    {
      head: t("col.station"),
      cell: (each) => (
        <button
          type="button"
          class="opens"
          aria-expanded={open === each.station}
          onClick={() => setOpen(open === each.station ? null : each.station)}
        >
          <Icon of={open === each.station ? ChevronDown : ChevronRight} size={16} /> {each.station}{" "}
          {nameOf(each.station)}
        </button>
      ),
      value: (each) => `${each.station} ${nameOf(each.station)}`,
    },
    {
      head: t("col.state"),
      cell: (each) => <StateMark state={each.state} />,
      value: (each) => named("readiness", each.state),
      short: true,
    },
    { head: t("col.score"), cell: (each) => <Score of={each} />, value: (each) => each.score, figures: true },
    {
      head: t("col.people"),
      cell: (each) => <People of={each} />,
      value: (each) => strengthOf(each).value,
      figures: true,
    },
    {
      head: t("col.why"),
      cell: (each) => <span class="second">{whyOf(each)}</span>,
      value: whyOf,
    },
  ];
  return (
    <>
      {station === null && <Choice name={t("filter")} value={filter} options={options} onChoose={choose} />}
      <DataTable
        caption={t("district.readiness")}
        columns={columns}
        rows={all.filter((each) => filter === "all" || each.state === filter)}
        keyOf={(each) => each.station}
        empty={t("readiness.none")}
        below={(each) => (open === each.station ? <Reasons of={each} /> : null)}
      />
    </>
  );
}

function whyOf(each: Readiness): string {
  return lacking(each)
    .map(({ finding }) => named("finding", finding))
    .join(t("and"));
}

function Score({ of }: { readonly of: Readiness }) {
  if (of.score === null) return <>—</>;
  return (
    <span class={`score ${of.state}`}>
      <svg viewBox="0 0 50 6" aria-hidden="true">
        <rect class="all" width="50" height="6" />
        <rect class="part" width={of.score / 2} height="6" />
      </svg>
      <strong>{of.score}</strong>
    </span>
  );
}

function People({ of }: { readonly of: Readiness }) {
  const { value, wanted } = strengthOf(of);
  return (
    <>
      {number(value)}
      <span class="second"> / {number(wanted)}</span>
    </>
  );
}
