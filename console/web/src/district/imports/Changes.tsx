/** What is wrong with tables, and what they would change, row by row. */

import { number } from "../../language/format";
import { t } from "../../language/language";
import { type Column, DataTable } from "../parts/DataTable";
import { inLanguage } from "../words";
import type { ImportAnswer, ImportProblem, RowChange, TableChange } from "./tables";

export function Changes({ of }: { readonly of: ImportAnswer }) {
  const columns: Column<ImportProblem>[] = [
    {
      head: t("imports.problem"),
      short: true,
      cell: (each) =>
        each.severity === "error" ? (
          <span class="late">■ {t("imports.error")}</span>
        ) : (
          <span class="state limited">▲ {t("imports.warning")}</span>
        ),
      value: ({ severity }) => t(severity === "error" ? "imports.error" : "imports.warning"),
    },
    { head: t("imports.what"), cell: inLanguage },
  ];
  const own = of.problems.filter((each) => each.own);
  const following = of.problems.filter((each) => !each.own);
  return (
    <>
      <h2>{t(of.possible ? "imports.possible" : "imports.impossible")}</h2>
      <DataTable
        caption={t("imports.problem")}
        columns={columns}
        rows={own}
        keyOf={(each) => `${each.file} ${each.line} ${each.en}`}
        empty={t("imports.no_problems")}
      />
      {following.length > 0 && (
        <details>
          <summary>{t("imports.following", { count: number(following.length) })}</summary>
          <DataTable
            caption={t("imports.following_caption")}
            columns={columns}
            rows={following}
            keyOf={(each) => `${each.file} ${each.line} ${each.en}`}
            empty={t("imports.no_problems")}
          />
        </details>
      )}
      {of.tables.map((each) => (
        <Table key={each.file} of={each} />
      ))}
      {of.tables
        .filter((each) => each.removed > 0)
        .map((each) => (
          <Gone key={each.file} of={each} />
        ))}
    </>
  );
}

const SIGNS = { added: "+", changed: "~" } as const;

/** What goes stands apart: it is what nobody gets back. */
function Gone({ of }: { readonly of: TableChange }) {
  const more = of.removed - of.gone.length;
  return (
    <section class="part" aria-label={t("imports.gone", { file: of.file, count: number(of.removed) })}>
      <h3 class="late">■ {t("imports.gone", { file: of.file, count: number(of.removed) })}</h3>
      <p>
        {of.gone.join(" ")}
        {more > 0 && ` ${t("imports.gone_more", { count: number(more) })}`}
      </p>
    </section>
  );
}

function Table({ of }: { readonly of: TableChange }) {
  const columns: Column<RowChange>[] = [
    { head: t("imports.row"), cell: (each) => `${SIGNS[each.what]} ${each.key}` },
    {
      head: t("imports.fields"),
      cell: (each) =>
        each.fields
          .map(({ name, before, after }) =>
            each.what === "added" ? `${name}=${after}` : `${name}: ${before} → ${after}`,
          )
          .join("; "),
    },
  ];
  const counts = {
    added: number(of.added),
    changed: number(of.changed),
    removed: number(of.removed),
    same: number(of.same),
  };
  return (
    <section class="part" aria-label={of.file}>
      <h3>
        {of.file} · {t("imports.counts", counts)}
      </h3>
      <DataTable
        caption={of.file}
        columns={columns}
        rows={of.rows}
        keyOf={(each) => `${each.what} ${each.key}`}
        empty={t("imports.same")}
      />
    </section>
  );
}
