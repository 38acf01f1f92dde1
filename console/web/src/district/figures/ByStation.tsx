/** The month station by station: orders, answers, the promise to arrive and how long arriving took. */

import { number } from "../../language/format";
import { t } from "../../language/language";
import { type Column, DataTable } from "../parts/DataTable";
import { percent, seconds } from "../words";
import { type StationLine, shareOf, spreadOf } from "./month";

export function ByStation({ of }: { readonly of: readonly StationLine[] }) {
  const arrival = (each: StationLine) => spreadOf(each.spreads, "assigned", "on_scene");
  const columns: Column<StationLine>[] = [
    { head: t("col.station"), cell: (each) => `${each.station} ${each.name}`, short: true },
    { head: t("figures.orders"), cell: (each) => number(each.orders), figures: true },
    { head: t("figures.no_answer"), cell: (each) => number(each.no_answer), figures: true },
    { head: t("figures.declined"), cell: (each) => number(each.declined), figures: true },
    { head: t("figures.arrive_kept"), cell: (each) => percent(arriveShare(each)), figures: true },
    { head: t("figures.arrive_p50"), cell: (each) => seconds(arrival(each)?.p50_ms), figures: true },
    { head: t("figures.arrive_p90"), cell: (each) => seconds(arrival(each)?.p90_ms), figures: true },
  ];
  return (
    <DataTable
      caption={t("figures.by_station")}
      columns={columns}
      rows={of}
      keyOf={(each) => each.station}
      empty={t("figures.none")}
    />
  );
}

function arriveShare(each: StationLine): number | null {
  const found = each.kept.find(({ name }) => name === "arrive");
  return found === undefined ? null : shareOf(found);
}
