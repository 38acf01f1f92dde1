/** The ledger of joint duty: which drills were run and how well, how each station comes along, who trained with whom. */

import { moment, number } from "../../language/format";
import { t } from "../../language/language";
import { useDistrict } from "../district";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { type Column, DataTable } from "../parts/DataTable";
import { Trend } from "../parts/Trend";
import { addressOf } from "../route";
import { named } from "../words";
import { Spark } from "./Spark";

interface DrillLine {
  readonly drill: string;
  readonly name: string;
  readonly kind: string;
  readonly at: string;
  readonly state: string;
  readonly stations: readonly string[];
  readonly members: number;
  readonly left: readonly string[];
  readonly score: number | null;
  readonly signed_by: string | null;
  readonly broken_off: boolean;
  readonly head: string;
}

interface StationLine {
  readonly station: string;
  readonly drills: number;
  readonly last_at: string;
  readonly shares: readonly number[];
  readonly trend: number | null;
  readonly with_stations: { readonly [station: string]: number };
}

interface PairLine {
  readonly stations: readonly [string, string];
  readonly drills: number;
  readonly last_at: string;
  readonly score: number | null;
}

interface Ledger {
  readonly drills: readonly DrillLine[];
  readonly stations: readonly StationLine[];
  readonly pairs: readonly PairLine[];
  readonly head: string;
}

const CHANGES = [
  "drill.started",
  "drill.attended",
  "drill.remarked",
  "drill.ended",
  "drill.broken_off",
  "drill.signed_off",
];

export function LedgerSection() {
  const ledger = useFetched<Ledger>("/api/v1/ledger", CHANGES);
  return (
    <Answer to={ledger}>
      {(answer) => (
        <>
          <Scores of={answer.drills} />
          <Drills of={answer.drills} />
          <section class="part" aria-labelledby="by-station">
            <h2 id="by-station">{t("ledger.by_station")}</h2>
            <Stations of={answer.stations} />
          </section>
          <section class="part" aria-labelledby="by-pair">
            <h2 id="by-pair">{t("ledger.pairs")}</h2>
            <Pairs of={answer.pairs} />
          </section>
          <p class="second digits">{t("drills.head", { head: answer.head })}</p>
        </>
      )}
    </Answer>
  );
}

function Scores({ of }: { readonly of: readonly DrillLine[] }) {
  const scored = of.filter(({ score }) => score !== null);
  if (scored.length < 2) return null;
  return (
    <Trend
      name={t("ledger.scores")}
      labels={scored.map(({ at }) => Date.parse(at) / 1000)}
      series={[{ name: t("drills.score"), values: scored.map(({ score }) => score) }]}
      unit="%"
      lowest={0}
      highest={100}
    />
  );
}

function Drills({ of }: { readonly of: readonly DrillLine[] }) {
  const columns: Column<DrillLine>[] = [
    {
      head: t("drill"),
      cell: (each) => <a href={addressOf("drills", each.drill)}>{each.name}</a>,
      value: ({ name }) => name,
    },
    {
      head: t("drills.when"),
      cell: (each) => moment(Date.parse(each.at)),
      value: ({ at }) => new Date(at),
      figures: true,
    },
    { head: t("drills.kind"), cell: (each) => named("drill_kind", each.kind), picks: true },
    { head: t("drills.stations"), cell: (each) => number(each.stations.length), figures: true },
    { head: t("ledger.members"), cell: (each) => number(each.members), figures: true },
    { head: t("drills.score"), cell: (each) => (each.score === null ? "—" : `${each.score}%`), figures: true },
    { head: t("ledger.signed"), cell: signedWords },
  ];
  return (
    <DataTable
      caption={t("district.ledger")}
      columns={columns}
      rows={[...of].reverse()}
      keyOf={(each) => each.drill}
      empty={t("ledger.none")}
    />
  );
}

function signedWords({ signed_by, broken_off, state }: DrillLine): string {
  return broken_off ? `▲ ${named("drill_state", "broken_off")}` : (signed_by ?? named("drill_state", state));
}

function Stations({ of }: { readonly of: readonly StationLine[] }) {
  const { nameOf } = useDistrict();
  const columns: Column<StationLine>[] = [
    { head: t("col.station"), cell: (each) => `${each.station} ${nameOf(each.station)}`, short: true },
    { head: t("ledger.drills"), cell: (each) => number(each.drills), figures: true },
    lastColumn(),
    {
      head: t("ledger.shares"),
      cell: (each) => <Spark values={each.shares} />,
      value: ({ shares }) => shares.at(-1) ?? null,
    },
    { head: t("ledger.trend"), cell: (each) => trendWords(each.trend), value: ({ trend }) => trend, figures: true },
    { head: t("ledger.with"), cell: (each) => withWords(each.with_stations) },
  ];
  return (
    <DataTable
      caption={t("ledger.by_station")}
      columns={columns}
      rows={of}
      keyOf={(each) => each.station}
      empty={t("ledger.none")}
    />
  );
}

function lastColumn(): Column<{ readonly last_at: string }> {
  return {
    head: t("ledger.last"),
    cell: ({ last_at }) => moment(Date.parse(last_at)),
    value: ({ last_at }) => new Date(last_at),
    figures: true,
  };
}

function trendWords(trend: number | null): string {
  if (trend === null) return "—";
  const glyph = trend > 0 ? "↗" : trend < 0 ? "↘" : "→";
  return `${glyph} ${t("ledger.points", { count: number(trend, 1) })}`;
}

function withWords(stations: StationLine["with_stations"]): string {
  const found = Object.entries(stations).sort(([, one], [, other]) => other - one);
  return found.length === 0 ? "—" : found.map(([station, count]) => `${station}×${count}`).join(" ");
}

function Pairs({ of }: { readonly of: readonly PairLine[] }) {
  const { nameOf } = useDistrict();
  const columns: Column<PairLine>[] = [
    {
      head: t("drills.stations"),
      cell: ({ stations }) => stations.map((each) => `${each} ${nameOf(each)}`).join(" + "),
    },
    { head: t("ledger.drills"), cell: (each) => number(each.drills), figures: true },
    lastColumn(),
    { head: t("drills.score"), cell: (each) => (each.score === null ? "—" : `${each.score}%`), figures: true },
  ];
  return (
    <DataTable
      caption={t("ledger.pairs")}
      columns={columns}
      rows={[...of].sort((one, other) => other.drills - one.drills)}
      keyOf={({ stations }) => stations.join(" ")}
      empty={t("ledger.none")}
    />
  );
}
