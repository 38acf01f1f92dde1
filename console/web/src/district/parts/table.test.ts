import { expect, test } from "vitest";
import { CHARACTERS_ONLY, openReadings } from "../../places/readings";
import { arranged, type Column, csvOf, EVERYTHING, picksOf, sortable } from "./table";

interface Line {
  readonly name: string;
  readonly took: string;
  readonly at: number;
  readonly state: string;
}

const rows: readonly Line[] = [
  { name: "S10 解放碑站", took: "12.5 s", at: 3, state: "ready" },
  { name: "S2 朝天门站", took: "9.25 s", at: 1, state: "not ready" },
  { name: "S1 两路口站", took: "—", at: 2, state: "ready" },
  { name: "S3 =1+1", took: "1,204 s", at: 4, state: "" },
];
const columns: readonly Column<Line>[] = [
  { head: "name", cell: (each) => each.name },
  { head: "took", cell: (each) => each.took, figures: true },
  { head: "at", cell: () => ["drawn"], value: (each) => new Date(Date.UTC(2026, 11, each.at, 4, 5)) },
  { head: "state", cell: (each) => each.state, picks: true },
  { head: "act", cell: () => ["a button"] },
];
const names = (found: readonly Line[]) => found.map(({ name }) => name.split(" ")[0]);
const sorted = (head: string, down = false) =>
  names(arranged(rows, columns, { ...EVERYTHING, sorting: { head, down } }, CHARACTERS_ONLY, "en-GB"));

test("s42 rows are sorted as people count: S2 before S10, figures by their number, nothing last", () => {
  expect(sorted("name")).toEqual(["S1", "S2", "S3", "S10"]);
  expect(sorted("took")).toEqual(["S2", "S10", "S3", "S1"]);
  expect(sorted("took", true)).toEqual(["S3", "S10", "S2", "S1"]);
  expect(sorted("at")).toEqual(["S2", "S1", "S10", "S3"]);
  expect(sorted("state", true).at(-1)).toBe("S3");
});

test("s42 without an order rows stay as they came, and a column of acts cannot be sorted", () => {
  expect(arranged(rows, columns, EVERYTHING, CHARACTERS_ONLY, "en-GB")).toEqual(rows);
  expect(columns.map((each) => sortable(each, rows))).toEqual([true, true, true, true, false]);
});

test("s42 words are found in any column, all of them, by characters and by pinyin", async () => {
  const readings = await openReadings();
  const found = (search: string) => names(arranged(rows, columns, { ...EVERYTHING, search }, readings, "zh-CN"));
  expect(found("解放")).toEqual(["S10"]);
  expect(found("jfb")).toEqual(["S10"]);
  expect(found("chaotian")).toEqual(["S2"]);
  expect(found("READY s1")).toEqual(["S10", "S1"]);
  expect(found("2026-12-01")).toEqual(["S2"]);
  expect(found("nowhere")).toEqual([]);
});

test("s42 a word is picked of those that a column has", () => {
  const [, , , state] = columns;
  expect(state && picksOf(state, rows, "en-GB")).toEqual(["not ready", "ready"]);
  const picked = new Map([["state", "not ready"]]);
  expect(names(arranged(rows, columns, { ...EVERYTHING, picked }, CHARACTERS_ONLY, "en-GB"))).toEqual(["S2"]);
});

test("s42 a table is exported with its columns that say something, and no cell runs a formula", () => {
  const text = csvOf(columns, [
    { name: '=cmd|"x"', took: "-3", at: 1, state: "a,b" },
    { name: "+86", took: "5%", at: 2, state: "" },
  ]);
  expect(text.startsWith("\ufeffname,took,at,state\r\n")).toBe(true);
  expect(text.split("\r\n").slice(1)).toEqual([
    `"'=cmd|""x""",-3,2026-12-01 04:05,"a,b"`,
    "'+86,5%,2026-12-02 04:05,",
    "",
  ]);
});
