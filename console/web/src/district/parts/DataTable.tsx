/**
 * A table that stays readable on a phone: there each row is a small sheet with the columns' names in it. Every column
 * that says something sorts by its heading; long tables are searched, picked from, turned page by page and exported.
 */

import { useSignal } from "@preact/signals";
import { type ComponentChildren, Fragment } from "preact";
import { LOCALES, language } from "../../language/language";
import "./data_table.css";
import { Pager } from "./Pager";
import { pinyin } from "./pinyin";
import { TableTools } from "./TableTools";
import { arranged, type Column, EVERYTHING, type Sorting, sortable, type Wanted } from "./table";

export type { Column } from "./table";

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
  /** A part of something larger: it sorts, and has no tools of its own. */
  readonly bare?: boolean;
}

const A_PAGE = 50;

export function DataTable<Row>({ caption, columns, rows, keyOf, empty, below, bare = false }: Props<Row>) {
  const wanted = useSignal<Wanted>(EVERYTHING);
  const page = useSignal(0);
  if (rows.length === 0) return <p class="second">{empty}</p>;
  const found = arranged(rows, columns, wanted.value, pinyin.value, LOCALES[language.value]);
  const pages = Math.max(1, Math.ceil(found.length / A_PAGE));
  const at = Math.min(page.value, pages - 1);
  const want = (next: Wanted) => {
    wanted.value = next;
    page.value = 0;
  };
  const [subject, ...others] = columns;
  return (
    <div class="table">
      {!bare && (
        <TableTools caption={caption} columns={columns} rows={rows} found={found} wanted={wanted.value} want={want} />
      )}
      <table class="data">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading
                key={column.head}
                head={column.head}
                figures={column.figures ?? false}
                sorts={sortable(column, rows)}
                sorting={wanted.value.sorting}
                sort={(sorting) => want({ ...wanted.peek(), sorting })}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {found.slice(at * A_PAGE, (at + 1) * A_PAGE).map((row) => (
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
      {pages > 1 && (
        <Pager
          caption={caption}
          first={at * A_PAGE + 1}
          last={Math.min((at + 1) * A_PAGE, found.length)}
          all={found.length}
          turn={(by) => {
            page.value = Math.max(0, Math.min(at + by, pages - 1));
          }}
        />
      )}
    </div>
  );
}

interface HeadingProps {
  readonly head: string;
  readonly figures: boolean;
  readonly sorts: boolean;
  readonly sorting: Sorting | null;
  readonly sort: (sorting: Sorting | null) => void;
}

/** A press sorts up, one more down, a third gives the table back its own order. */
function Heading({ head, figures, sorts, sorting, sort }: HeadingProps) {
  const own = sorting?.head === head ? sorting : null;
  const next = own === null ? { head, down: false } : own.down ? null : { head, down: true };
  return (
    <th
      scope="col"
      class={figures ? "figures" : undefined}
      aria-sort={own === null ? undefined : own.down ? "descending" : "ascending"}
    >
      {sorts ? (
        <button type="button" class="sorts" onClick={() => sort(next)}>
          {head}
          <span class="arrow" aria-hidden="true">
            {own === null ? "" : own.down ? "▼" : "▲"}
          </span>
        </button>
      ) : (
        head
      )}
    </th>
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
