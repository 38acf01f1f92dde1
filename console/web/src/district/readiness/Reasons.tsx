/** Where a station's number comes from: each rule's part of it, what is and what should be, and where that is written. */

import { number } from "../../language/format";
import { t } from "../../language/language";
import { type Column, DataTable } from "../parts/DataTable";
import { named } from "../words";
import type { Readiness, Reason } from "./readiness";

export function Reasons({ of }: { readonly of: Readiness }) {
  const columns: Column<Reason>[] = [
    { head: t("col.rule"), cell: (each) => named("rule", each.rule) },
    {
      head: t("col.finding"),
      cell: (each) => <Finding of={each} />,
      value: ({ finding }) => named("finding", finding),
    },
    { head: t("col.points"), cell: (each) => points(each), figures: true },
    { head: t("col.is_wanted"), cell: (each) => isAndWanted(each), figures: true },
    {
      head: t("col.source"),
      cell: (each) => <span class="second">{named("rule", `${each.rule}.source`)}</span>,
      value: (each) => named("rule", `${each.rule}.source`),
    },
  ];
  return (
    <>
      <DataTable
        caption={t("readiness.reasons")}
        columns={columns}
        rows={of.reasons}
        keyOf={(each) => each.rule}
        empty={t("readiness.none")}
        bare
      />
      <p class="second">
        {of.score === null ? t("readiness.no_score") : t("readiness.known", { percent: of.known_percent })}
      </p>
    </>
  );
}

function Finding({ of }: { readonly of: Reason }) {
  const tone = of.met === null ? "unknown" : of.met >= 1 ? "ready" : of.met > 0 ? "limited" : "not_ready";
  return (
    <span class={`state ${of.decisive || tone !== "not_ready" ? tone : "limited"}`}>
      {named("finding", of.finding)}
    </span>
  );
}

function points({ weight, met }: Reason): string {
  return met === null ? `— / ${weight}` : `${number(weight * met, 1)} / ${weight}`;
}

function isAndWanted({ rule, value, wanted }: Reason): string {
  if (value === null) return "—";
  if (rule === "post_check") return t("ago", { hours: number(value / 3600, 1) });
  if (rule === "alert_client") return `${Math.round(value * 100)}%`;
  return wanted === null ? number(value) : `${number(value)} / ${number(wanted)}`;
}
