/** What a table does with its rows: finds, picks, sorts, turns pages, and writes them down for a spreadsheet. Pure. */

import type { ComponentChildren } from "preact";
import { isoMinute } from "../../language/format";
import { plain } from "../../places/plain";
import { covered, type Readings } from "../../places/readings";

/** What a cell comes to: sorted by, searched in and exported. A cell that is a plain text says it by itself. */
export type Value = string | number | Date | null;

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Where the cell is more than a text; a column with neither is of acts, and not sorted. */
  readonly value?: (row: Row) => Value;
  /** Figures stand at the right, digit under digit. */
  readonly figures?: boolean;
  /** A word or two, kept on one line. */
  readonly short?: boolean;
  /** Few different words: the table offers them to pick from. */
  readonly picks?: boolean;
}

export interface Sorting {
  readonly head: string;
  readonly down: boolean;
}

/** What is asked of a table: words to find, a word picked of some columns, an order. */
export interface Wanted {
  readonly search: string;
  readonly picked: ReadonlyMap<string, string>;
  readonly sorting: Sorting | null;
}

export const EVERYTHING: Wanted = { search: "", picked: new Map(), sorting: null };

/** Return what a cell comes to; undefined where the column has nothing to sort by. */
export function saidBy<Row>(column: Column<Row>, row: Row): Value | undefined {
  if (column.value !== undefined) return column.value(row);
  const cell = column.cell(row);
  if (typeof cell === "number") return cell;
  if (typeof cell !== "string") return undefined;
  return cell === "—" ? null : cell;
}

/** Return a cell as words, as they are searched, picked and exported. */
export function textOf<Row>(column: Column<Row>, row: Row): string {
  const value = saidBy(column, row);
  if (value === null || value === undefined) return "";
  return value instanceof Date ? isoMinute(value.getTime()) : String(value);
}

/** Whether a table can be sorted by a column: a column of acts says nothing. */
export function sortable<Row>(column: Column<Row>, rows: readonly Row[]): boolean {
  const [first] = rows;
  return column.value !== undefined || (first !== undefined && saidBy(column, first) !== undefined);
}

/** Return the rows that are wanted, in the order that is wanted; without one they stay as they came. */
export function arranged<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { search, picked, sorting }: Wanted,
  readings: Readings,
  locale: string,
): readonly Row[] {
  const words = wordsOf(search);
  const found = rows.filter(
    (row) =>
      columns.every((each) => !picked.has(each.head) || picked.get(each.head) === textOf(each, row)) &&
      (words.length === 0 || holdsAll(columns, row, words, readings)),
  );
  const column = columns.find(({ head }) => head === sorting?.head);
  if (column === undefined || sorting === null) return found;
  const collator = new Intl.Collator(locale, { numeric: true });
  const keyed = found.map((row) => [row, sortKey(column, row)] as const);
  keyed.sort(([, one], [, other]) => compare(one, other, collator, sorting.down));
  return keyed.map(([row]) => row);
}

/** Return the words that a column has, each once, in the order of the language. */
export function picksOf<Row>(column: Column<Row>, rows: readonly Row[], locale: string): string[] {
  const found = new Set(rows.map((row) => textOf(column, row)).filter((each) => each !== ""));
  return [...found].sort(new Intl.Collator(locale, { numeric: true }).compare);
}

const DATE = /^\d{4}-\d{2}/;
const NUMBER = /-?\d+(?:\.\d+)?/;

/** A figure is sorted by its number, `1,204` and `12.5 s` alike; "—" is nothing, and nothing comes last. */
function sortKey<Row>(column: Column<Row>, row: Row): string | number | null {
  const value = saidBy(column, row) ?? null;
  if (value instanceof Date) return value.getTime();
  if (typeof value !== "string") return value;
  if (value === "") return null;
  if (!column.figures || DATE.test(value)) return value;
  const number = NUMBER.exec(value.replaceAll(",", ""))?.[0];
  return number === undefined ? value : Number(number);
}

function compare(
  one: string | number | null,
  other: string | number | null,
  collator: Intl.Collator,
  down: boolean,
): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const order =
    typeof one === "number" && typeof other === "number" ? one - other : collator.compare(String(one), String(other));
  return down ? -order : order;
}

function wordsOf(search: string): string[] {
  return plain(search)
    .replace(/['’]/g, "")
    .split(/\s+/)
    .filter((each) => each !== "");
}

function holdsAll<Row>(
  columns: readonly Column<Row>[],
  row: Row,
  words: readonly string[],
  readings: Readings,
): boolean {
  const texts = columns.map((each) => textOf(each, row));
  return words.every((word) => texts.some((text) => holds(text, word, readings)));
}

/** Whether a text holds a word as it is written, or as it is typed in pinyin or initials: `jfb` is in 解放碑站. */
export function holds(text: string, word: string, readings: Readings): boolean {
  if (plain(text).includes(word)) return true;
  if (!readings.whole) return false;
  const characters = Array.from(text, readings.of);
  return characters.some((_, start) => covered(characters, start, word) > 0);
}

/** Return the rows as CSV that a spreadsheet opens without harm: a byte order mark, and no cell that runs a formula. */
export function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const told = columns.filter((each) => sortable(each, rows));
  const lines = [told.map(({ head }) => head), ...rows.map((row) => told.map((each) => textOf(each, row)))];
  return `\ufeff${lines.map((cells) => cells.map(quoted).join(",")).join("\r\n")}\r\n`;
}

const FORMULA = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?%?$/;

function quoted(cell: string): string {
  const safe = FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
