/** How often each promise was kept, of those that could be judged. */

import { number } from "../../language/format";
import { t } from "../../language/language";
import { type Column, DataTable } from "../parts/DataTable";
import { named, percent, seconds } from "../words";
import { type Kept, shareOf } from "./month";

export function KeptTable({ of }: { readonly of: readonly Kept[] }) {
  const columns: Column<Kept>[] = [
    { head: t("figures.target"), cell: (each) => named("target", each.name) },
    { head: t("figures.share"), cell: (each) => percent(shareOf(each)), figures: true },
    { head: t("figures.in_time"), cell: (each) => number(each.kept), figures: true },
    { head: t("figures.late"), cell: (each) => number(each.late), figures: true },
    { head: t("figures.missed"), cell: (each) => number(each.missed), figures: true },
    { head: t("figures.undecided"), cell: (each) => number(each.undecided), figures: true },
    { head: t("figures.worst"), cell: (each) => seconds(each.worst_late_ms), figures: true },
  ];
  return (
    <DataTable
      caption={t("figures.kept")}
      columns={columns}
      rows={of}
      keyOf={(each) => each.name}
      empty={t("figures.none")}
    />
  );
}
