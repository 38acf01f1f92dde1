/** Arrival over the last months, where somebody asks for it: reading months of the record is work for the hub. */

import { useSignal } from "@preact/signals";
import { ChartLine } from "lucide";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { ask } from "../../wire/http";
import { useDistrict } from "../district";
import { type Column, DataTable } from "../parts/DataTable";
import { monthsUntil } from "../parts/MonthField";
import { Trend } from "../parts/Trend";
import { seconds } from "../words";
import { type MonthReport, type Spread, spreadOf } from "./month";

const MONTHS = 6;

interface Point {
  readonly month: string;
  readonly at: number;
  readonly arrival: Spread | null;
}

interface Props {
  readonly month: string;
  readonly which: "operations" | "exercises";
}

export function Trends({ month, which }: Props) {
  const { session, attempt } = useDistrict();
  const points = useSignal<readonly Point[]>([]);
  const load = () =>
    attempt(t("figures.trend"), async () => {
      points.value = [];
      for (const each of monthsUntil(month, MONTHS)) {
        const path = `/api/v1/reports/months/${each}?format=json`;
        const report = await ask<MonthReport>("GET", path, { token: session.token });
        const arrival = spreadOf(report[which].spreads, "assigned", "on_scene");
        points.value = [...points.value, { month: each, at: Date.parse(report.from_at) / 1000, arrival }];
      }
    });
  return (
    <section class="part" aria-labelledby="trend">
      <h2 id="trend">{t("figures.trend")}</h2>
      {points.value.length === 0 ? (
        <p class="acts">
          <Button icon={ChartLine} onClick={() => void load()}>
            {t("figures.show_trend", { count: MONTHS })}
          </Button>
        </p>
      ) : (
        <Shown points={points.value} />
      )}
    </section>
  );
}

function Shown({ points }: { readonly points: readonly Point[] }) {
  const line = (name: string, of: (spread: Spread) => number | null) => ({
    name,
    values: points.map(({ arrival }) => (arrival === null ? null : inSeconds(of(arrival)))),
  });
  const columns: Column<Point>[] = [
    { head: t("month"), cell: (each) => each.month },
    { head: t("figures.samples"), cell: (each) => String(each.arrival?.n ?? 0), figures: true },
    { head: "p50", cell: (each) => seconds(each.arrival?.p50_ms), figures: true },
    { head: "p90", cell: (each) => seconds(each.arrival?.p90_ms), figures: true },
    { head: "p99", cell: (each) => seconds(each.arrival?.p99_ms), figures: true },
  ];
  return (
    <>
      <Trend
        name={t("figures.trend")}
        labels={points.map(({ at }) => at)}
        series={[
          line("p50", (each) => each.p50_ms),
          line("p90", (each) => each.p90_ms),
          line("p99", (each) => each.p99_ms),
        ]}
        unit="s"
      />
      <DataTable
        caption={t("figures.trend")}
        columns={columns}
        rows={points}
        keyOf={(each) => each.month}
        empty={t("figures.none")}
      />
    </>
  );
}

function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
