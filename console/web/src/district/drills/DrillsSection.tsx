/** Drills: what is planned and going on, planning one, and one drill's own sheet (`#drills/ID`). */

import { moment } from "../../language/format";
import { t } from "../../language/language";
import type { Drill } from "../../wire/generated";
import { useDistrict } from "../district";
import { type Column, DataTable } from "../parts/DataTable";
import { addressOf } from "../route";
import { named } from "../words";
import { DrillCalendar } from "./DrillCalendar";
import { DrillSheet } from "./DrillSheet";
import { DrillState, stateWord } from "./DrillState";
import "./drills.css";
import { PlanForm } from "./PlanForm";

export function DrillsSection() {
  const { route, commands } = useDistrict();
  const { item } = route.value;
  if (item !== null) return <DrillSheet id={item} />;
  return (
    <>
      <DrillTable />
      <DrillCalendar />
      {!commands && <p class="second">{t("drills.who_plans")}</p>}
      {commands && (
        <section class="part" aria-labelledby="plan">
          <h2 id="plan">{t("drills.plan")}</h2>
          <PlanForm />
        </section>
      )}
    </>
  );
}

const ORDER: readonly Drill["state"][] = ["running", "planned", "ended", "signed_off", "cancelled"];

function DrillTable() {
  const { record } = useDistrict();
  const all = [...record.state.value.drills.values()];
  const rows = all.sort(
    (one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || (one.id < other.id ? 1 : -1),
  );
  const columns: Column<Drill>[] = [
    {
      head: t("drill"),
      cell: (each) => <a href={addressOf("drills", each.id)}>{each.plan.name}</a>,
      value: (each) => each.plan.name,
    },
    {
      head: t("col.state"),
      cell: (each) => <DrillState word={stateWord(each)} />,
      value: (each) => named("drill_state", stateWord(each)),
      picks: true,
    },
    { head: t("drills.kind"), cell: (each) => named("drill_kind", each.plan.kind), picks: true },
    { head: t("drills.when"), cell: (each) => when(each), value: dateOf, figures: true },
    { head: t("drills.stations"), cell: (each) => stations(each), figures: true },
  ];
  return (
    <DataTable
      caption={t("district.drills")}
      columns={columns}
      rows={rows}
      keyOf={(each) => each.id}
      empty={t("drills.none")}
    />
  );
}

function when(each: Drill): string {
  const at = dateOf(each);
  return at === null ? t("drills.by_hand") : moment(at.getTime());
}

function dateOf({ started_at, starts_at }: Drill): Date | null {
  const at = started_at ?? starts_at;
  return at === null ? null : new Date(at);
}

function stations(each: Drill): string {
  const named = new Set([...each.plan.stations, ...each.ordered]).size;
  return named === 0 ? t("drills.by_choice") : String(named);
}
