/** Percentiles of each stretch, with how many samples they rest on. */

import { number } from "../../language/format";
import { t } from "../../language/language";
import { type Column, DataTable } from "../parts/DataTable";
import { seconds } from "../words";
import type { Spread } from "./month";
import { stretchWords } from "./stretch";

export function SpreadTable({ of }: { readonly of: readonly Spread[] }) {
  const columns: Column<Spread>[] = [
    { head: t("figures.stretch"), cell: stretchWords },
    { head: t("figures.samples"), cell: (each) => number(each.n), figures: true },
    { head: "p50", cell: (each) => seconds(each.p50_ms), figures: true },
    { head: "p90", cell: (each) => seconds(each.p90_ms), figures: true },
    { head: "p99", cell: (each) => seconds(each.p99_ms), figures: true },
  ];
  return (
    <DataTable
      caption={t("figures.stretches")}
      columns={columns}
      rows={of}
      keyOf={(each) => `${each.start} ${each.end}`}
      empty={t("figures.none")}
    />
  );
}
