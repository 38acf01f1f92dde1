/** GB 50440's times of the last day, as the record has them: each with its limit, and what cannot be told. */

import { number, span } from "../../language/format";
import { t } from "../../language/language";
import { useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { type Column, DataTable } from "../parts/DataTable";
import { failing, type Stretch, type TimesAnswer } from "./times";

export function Times() {
  const times = useFetched<TimesAnswer>("/api/v1/reports/signals");
  return <Answer to={times}>{(answer) => <Table of={answer} />}</Answer>;
}

function Table({ of }: { readonly of: TimesAnswer }) {
  const figure = (head: string, value: (each: Stretch) => number): Column<Stretch> => ({
    head,
    cell: (each) => number(value(each)),
    value,
    figures: true,
  });
  const name = (each: Stretch) => t(`times.${each.name}`);
  const columns: Column<Stretch>[] = [
    { head: t("times.stretch"), cell: name, value: name },
    { head: t("times.limit"), cell: (each) => span(each.limit_ms), value: (each) => each.limit_ms, figures: true },
    {
      head: t("times.kept"),
      cell: (each) => (
        <span class={failing(each) ? "state limited" : undefined}>
          {failing(each) && <span aria-hidden="true">▲ </span>}
          {number(each.kept)} / {number(each.n + each.missing)}
        </span>
      ),
      value: (each) => each.kept,
      figures: true,
    },
    {
      head: t("times.worst"),
      cell: (each) => (each.worst_ms === null ? "—" : span(each.worst_ms)),
      value: (each) => each.worst_ms ?? -1,
      figures: true,
    },
    figure(t("times.missing"), ({ missing }) => missing),
    figure(t("times.unclear"), ({ unclear }) => unclear),
  ];
  return (
    <>
      <DataTable
        caption={t("times.title")}
        columns={columns}
        rows={of.stretches}
        keyOf={(each) => each.name}
        empty={t("owed.nothing")}
      />
      {of.unwatched.length > 0 && (
        <p class="second">{t("times.unwatched", { gateways: of.unwatched.join(t("and")) })}</p>
      )}
    </>
  );
}
