import { expect, test } from "vitest";
import { whereWord } from "./wire_words";

const NOWHERE = { building: null, floor: null, lon: null, lat: null, text: null };
const buildings = new Map([["C01", { name: "示例大厦" }]]);

test("the floor stands behind the building, before words that may be cut off", () => {
  const place = { ...NOWHERE, building: "C01", floor: 3, text: "东侧走廊" };
  expect(whereWord(place, buildings)).toMatch(/^示例大厦 .*3.* 东侧走廊$/);
});

test("without a building the words are the place, and the floor follows them", () => {
  expect(whereWord({ ...NOWHERE, floor: -1, text: "示例车库" }, buildings)).toMatch(/^示例车库 .*1/);
  expect(whereWord({ ...NOWHERE, text: "示例车库" }, buildings)).toBe("示例车库");
});
