/** The road file: whom of the district it does not serve, what of it was not read, and what nobody reaches. */

import { number } from "../../language/format";
import { t } from "../../language/language";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { type Column, DataTable } from "../parts/DataTable";
import { Tiles } from "../parts/Tiles";
import { inLanguage, named } from "../words";

interface Both {
  readonly zh: string;
  readonly en: string;
}

interface Problem extends Both {
  readonly severity: "error" | "warning";
}

interface Share {
  readonly mode: string;
  readonly places: number;
  readonly unreached: number;
  readonly near: number;
  readonly unreached_near: number;
}

interface Roads {
  readonly file: string;
  readonly usable: boolean;
  readonly ways: number;
  readonly ways_read: number;
  readonly km: number;
  readonly problems: readonly Problem[];
  readonly not_read: readonly Both[];
  readonly shares: readonly Share[];
}

export function RoadsSection() {
  const roads = useFetched<Roads>("/api/v1/roads", ["registry."]);
  return <Answer to={roads}>{(answer) => <Found of={answer} />}</Answer>;
}

function Found({ of }: { readonly of: Roads }) {
  const wrong = of.problems.length;
  return (
    <>
      <Tiles
        tiles={[
          { name: t("roads.file"), value: of.file },
          { name: t("roads.km"), value: number(Math.round(of.km)) },
          { name: t("roads.problems"), value: number(wrong), tone: wrong > 0 ? "amber" : undefined },
          { name: t("roads.not_read"), value: number(of.not_read.length) },
        ]}
      />
      <Sentences caption={t("roads.problems")} of={of.problems} empty={t("roads.no_problem")} />
      <Shares of={of.shares} />
      <Sentences caption={t("roads.not_read")} of={of.not_read} empty={t("roads.all_read")} />
    </>
  );
}

function Sentences({
  caption,
  of,
  empty,
}: {
  readonly caption: string;
  readonly of: readonly Both[];
  readonly empty: string;
}) {
  const columns: Column<Both>[] = [{ head: caption, cell: (each) => inLanguage(each) }];
  return <DataTable caption={caption} columns={columns} rows={of} keyOf={(each) => each.en} empty={empty} />;
}

function Shares({ of }: { readonly of: readonly Share[] }) {
  const columns: Column<Share>[] = [
    { head: t("roads.mode"), cell: (each) => named("mode", each.mode) },
    { head: t("roads.places"), cell: (each) => number(each.places), figures: true },
    { head: t("roads.unreached"), cell: (each) => shareOf(each.unreached, each.places), figures: true },
    { head: t("roads.unreached_near"), cell: (each) => shareOf(each.unreached_near, each.near), figures: true },
  ];
  return (
    <DataTable
      caption={t("roads.shares")}
      columns={columns}
      rows={of}
      keyOf={(each) => each.mode}
      empty={t("roads.no_places")}
    />
  );
}

/** A count with its share to a tenth of a percent: half a percent of a district is the goal. */
function shareOf(count: number, all: number): string {
  return all === 0 ? "—" : `${number(count)} (${((100 * count) / all).toFixed(1)}%)`;
}
