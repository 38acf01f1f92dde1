/** What a table offers above its rows: words to find, words to pick, an order on phones, and all of it as a file. */

import { Download } from "lucide";
import { number } from "../../language/format";
import { LOCALES, language, t } from "../../language/language";
import { Icon } from "../../parts/Icon";
import { save } from "../../parts/save";
import { fetchPinyin } from "./pinyin";
import { type Column, csvOf, picksOf, sortable, type Wanted } from "./table";

interface Props<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly found: readonly Row[];
  readonly wanted: Wanted;
  readonly want: (next: Wanted) => void;
}

/** Fewer rows than these are seen at a glance: nobody searches them. */
const WORTH_SEARCHING = 8;

export function TableTools<Row>(props: Props<Row>) {
  const { caption, columns, rows, found, wanted, want } = props;
  const searched = rows.length >= WORTH_SEARCHING;
  return (
    <search class="tools" aria-label={t("table.tools", { table: caption })}>
      {searched && (
        <input
          type="search"
          aria-label={t("table.search", { table: caption })}
          placeholder={t("table.search_hint")}
          autocomplete="off"
          value={wanted.search}
          onFocus={fetchPinyin}
          onInput={(event) => want({ ...wanted, search: event.currentTarget.value })}
        />
      )}
      {searched && <Picks {...props} />}
      <Order {...props} />
      <span class="second digits" role="status">
        {found.length < rows.length
          ? t("table.some", { count: number(found.length), all: number(rows.length) })
          : t("table.all", { all: number(rows.length) })}
      </span>
      <button
        type="button"
        class="button plain csv"
        onClick={() => save(`onethree-${caption}.csv`, csvOf(columns, found))}
      >
        <Icon of={Download} size={16} /> CSV<span class="unseen"> {caption}</span>
      </button>
    </search>
  );
}

function Picks<Row>({ columns, rows, wanted, want }: Props<Row>) {
  const pick = (head: string, word: string) => {
    const picked = new Map(wanted.picked);
    if (word === "") picked.delete(head);
    else picked.set(head, word);
    want({ ...wanted, picked });
  };
  return (
    <>
      {columns
        .filter(({ picks }) => picks)
        .map((column) => (
          <select
            key={column.head}
            aria-label={t("table.pick", { column: column.head })}
            value={wanted.picked.get(column.head) ?? ""}
            onChange={(event) => pick(column.head, event.currentTarget.value)}
          >
            <option value="">{t("table.any", { column: column.head })}</option>
            {picksOf(column, rows, LOCALES[language.value]).map((word) => (
              <option key={word} value={word}>
                {word}
              </option>
            ))}
          </select>
        ))}
    </>
  );
}

/** On a phone a table has no headings to press. */
function Order<Row>({ columns, rows, wanted, want }: Props<Row>) {
  const options = columns.filter((each) => sortable(each, rows));
  const { sorting } = wanted;
  const value = sorting === null ? "" : `${sorting.down ? "-" : "+"}${sorting.head}`;
  const choose = (text: string) =>
    want({ ...wanted, sorting: text === "" ? null : { head: text.slice(1), down: text.startsWith("-") } });
  return (
    <select
      class="order"
      aria-label={t("table.order")}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">{t("table.own_order")}</option>
      {options.flatMap(({ head }) => [
        <option key={`+${head}`} value={`+${head}`}>
          {head} ▲
        </option>,
        <option key={`-${head}`} value={`-${head}`}>
          {head} ▼
        </option>,
      ])}
    </select>
  );
}
