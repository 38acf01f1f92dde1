/** How a drill went: objectives, orders with their milestones, and what happened in its order. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { useDistrict } from "../district";
import { type Column, DataTable } from "../parts/DataTable";
import { named, percent } from "../words";
import type { DrillRecord, ObjectiveScore, Order } from "./record";

export function Objectives({ of }: { readonly of: DrillRecord }) {
  const columns: Column<ObjectiveScore>[] = [
    { head: t("drills.objective"), cell: (each) => each.text || named("target", each.id) },
    { head: t("drills.weight"), cell: (each) => String(each.weight), figures: true },
    {
      head: t("drills.kept"),
      cell: (each) => (each.timed ? `${each.kept} / ${each.judged}` : verdict(each)),
      figures: true,
    },
    { head: t("drills.score"), cell: (each) => percent(each.share), figures: true },
    { head: t("drills.remark"), cell: (each) => each.remark ?? "" },
  ];
  return (
    <DataTable
      bare
      caption={t("drills.shows")}
      columns={columns}
      rows={of.score.objectives}
      keyOf={(each) => each.id}
      empty={t("drills.no_objectives")}
    />
  );
}

function verdict(each: ObjectiveScore): string {
  return each.verdict === null ? t("drills.not_judged") : named("objective_verdict", each.verdict);
}

const MILESTONES = ["assigned", "delivered", "acknowledged", "en_route", "on_scene", "controlled"] as const;

export function Orders({ of }: { readonly of: DrillRecord }) {
  const { nameOf } = useDistrict();
  const columns: Column<Order>[] = [
    { head: t("drills.unit"), cell: (each) => `${each.unit} ${nameOf(each.station)}` },
    ...MILESTONES.map(
      (milestone): Column<Order> => ({
        head: named("milestone", milestone),
        cell: (each) => clock(each.reached[milestone] === undefined ? null : Date.parse(each.reached[milestone])),
        figures: true,
      }),
    ),
  ];
  if (of.started_at === null) return null;
  return (
    <DataTable
      caption={t("drills.orders")}
      columns={columns}
      rows={of.orders}
      keyOf={(each) => each.assignment}
      empty={t("drills.no_orders")}
    />
  );
}

interface Line {
  readonly at: string;
  readonly words: string;
}

export function Story({ of }: { readonly of: DrillRecord }) {
  const lines = storyOf(of);
  if (lines.length === 0) return null;
  return (
    <ol class="story" aria-label={t("drills.story")}>
      {lines.map(({ at, words }) => (
        <li key={`${at} ${words}`}>
          <span class="digits second">{clock(Date.parse(at))}</span> {words}
        </li>
      ))}
    </ol>
  );
}

function storyOf(of: DrillRecord): Line[] {
  const lines: Line[] = [
    ...of.injects.map(({ at, inject }) => ({ at, words: `${named("effect", inject.effect)} ${inject.text}` })),
    ...of.left.map(({ at, station, needed_in, reason }) => ({
      at,
      words: `${t("drills.left", { station: station ?? t("drills.all_of_them") })} ${reason ?? needed_in ?? ""}`,
    })),
    ...of.remarks.map(({ at, by, text }) => ({ at, words: `${by}: ${text}` })),
  ];
  return lines.sort((one, other) => (one.at < other.at ? -1 : 1));
}
