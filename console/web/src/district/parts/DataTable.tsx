/**
 * A table that stays readable on a phone: there each row is a small sheet with the columns' names in it. Long tables
 * show their beginning; the rest is one press away.
 */

import { type ComponentChildren, Fragment } from "preact";
import { useState } from "preact/hooks";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import "./data_table.css";

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Figures stand at the right, digit under digit. */
  readonly figures?: boolean;
  /** A word or two, kept on one line. */
  readonly short?: boolean;
}

interface Props<Row> {
  /** What the table is, said to those who do not see it. */
  readonly caption: string;
  /** The first is what each row is about. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty: string;
  /** What stands below a row, over its whole width; null: nothing. */
  readonly below?: (row: Row) => ComponentChildren | null;
}

const SHOWN = 50;

export function DataTable<Row>({ caption, columns, rows, keyOf, empty, below }: Props<Row>) {
  const [all, showAll] = useState(false);
  if (rows.length === 0) return <p class="second">{empty}</p>;
  const shown = all ? rows : rows.slice(0, SHOWN);
  const [subject, ...others] = columns;
  return (
    <>
      <table class="data">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, figures }) => (
              <th key={head} scope="col" class={figures ? "figures" : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Fragment key={keyOf(row)}>
              <tr>
                <th scope="row" class={subject?.short ? "short" : undefined}>
                  {subject?.cell(row)}
                </th>
                {others.map(({ head, cell, figures, short }) => (
                  <td key={head} data-head={head} class={figures ? "figures digits" : short ? "short" : undefined}>
                    <div class="cell">{cell(row)}</div>
                  </td>
                ))}
              </tr>
              <Below columns={columns.length}>{below?.(row) ?? null}</Below>
            </Fragment>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <Button onClick={() => showAll(true)}>{t("table.more", { count: number(rows.length - shown.length) })}</Button>
      )}
    </>
  );
}

function Below({ columns, children }: { readonly columns: number; readonly children: ComponentChildren | null }) {
  if (children === null) return null;
  return (
    <tr class="below">
      <td colSpan={columns}>{children}</td>
    </tr>
  );
}
