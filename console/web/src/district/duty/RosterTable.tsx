/** The roster of one station, as its rows say it. */

import { t } from "../../language/language";
import type { RosterRow } from "../../wire/generated";
import { useDistrict } from "../district";
import { type Column, DataTable } from "../parts/DataTable";
import { named } from "../words";

export function RosterTable({ station }: { readonly station: string }) {
  const rows = useDistrict().record.state.value.rosters.get(station)?.rows ?? [];
  const columns: Column<RosterRow>[] = [
    { head: t("duty.shift"), cell: (each) => named("shift_name", each.shift) },
    { head: t("duty.days"), cell: (each) => days(each) },
    { head: t("duty.members"), cell: (each) => each.members.join(" ") },
  ];
  return (
    <DataTable
      caption={t("duty.roster")}
      columns={columns}
      rows={rows}
      keyOf={(each) => each.id}
      empty={t("duty.no_roster")}
      bare
    />
  );
}

function days(row: RosterRow): string {
  if (row.date !== "") return row.date;
  const on = row.days.length > 0 ? row.days.map((each) => named("weekday", each)).join(t("and")) : null;
  const every = row.every > 1 ? t("duty.every", { count: row.every, since: row.since }) : null;
  const until = row.until === "" ? null : t("until", { time: row.until });
  return [on ?? every ?? t("duty.daily"), until].filter((part) => part !== null).join(t("and"));
}
