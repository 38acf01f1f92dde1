import { describe, expect, test } from "vitest";
import { type Named, PlaceIndex, readTyped } from "./place_index";
import { CHARACTERS_ONLY, openReadings } from "./readings";

const readings = await openReadings();

const places = ["解放碑步行街", "重庆时代广场", "国泰广场A座", "示例楼00012", "朝天门商场"].map(
  (name, index): Named => ({ kind: "building", id: `B${index}`, name, lon: 106.5, lat: 29.5 }),
);
const index = new PlaceIndex(places, readings);
const found = (typed: string) => index.find(readTyped(typed).letters, 5, () => 0).map((each) => each.place.name);

describe("a place is found", () => {
  test.each([
    ["initials", "jfb", "解放碑步行街"],
    ["pinyin", "jiefangbei", "解放碑步行街"],
    ["pinyin that is being composed", "jie'fang'b", "解放碑步行街"],
    ["initials and pinyin mixed", "jfangb", "解放碑步行街"],
    ["characters", "解放", "解放碑步行街"],
    ["characters and letters", "解fb", "解放碑步行街"],
    ["from the middle of its name", "shidai", "重庆时代广场"],
    ["one reading of 重", "cq", "重庆时代广场"],
    ["the other reading of 重", "zhongqing", "重庆时代广场"],
    ["letters in its name", "gtgca", "国泰广场A座"],
    ["digits in its name", "00012", "示例楼00012"],
  ])("by %s", (_, typed, name) => {
    expect(found(typed)).toContain(name);
  });

  test("not by letters that are not its own", () => {
    expect(found("jfx")).toEqual([]);
    expect(found("")).toEqual([]);
  });
});

describe("E6: without the dictionary of pinyin a place is found", () => {
  const plain = new PlaceIndex(places, CHARACTERS_ONLY);
  test.each([
    ["characters", "解放", "解放碑步行街"],
    ["characters from the middle of its name", "时代", "重庆时代广场"],
    ["letters in its name", "a座", "国泰广场A座"],
    ["digits in its name", "00012", "示例楼00012"],
  ])("by %s", (_, typed, name) => {
    expect(plain.find(readTyped(typed).letters, 5, () => 0).map((each) => each.place.name)).toContain(name);
  });
});

test.each([
  ["cqsj 12", "cqsj", 12],
  ["国泰 -2", "国泰", -2],
  ["gt b1", "gt", -1],
  ["gt 12层", "gt", 12],
  ["示例楼00012", "示例楼00012", null],
  ["jie fang bei", "jiefangbei", null],
])("%s is read", (typed, letters, floor) => {
  expect(readTyped(typed)).toEqual({ letters, floor });
});

test("what is preferred comes first", () => {
  const first = index.find("g", 5, (place) => (place.name.includes("时代") ? 0 : 1))[0];
  expect(first?.place.name).toBe("重庆时代广场");
});

test("40,000 names are searched within a frame", () => {
  const many = new PlaceIndex(
    Array.from({ length: 40_000 }, (_, number): Named => {
      const name = `${places[number % places.length]?.name}${number}`;
      return { kind: "building", id: `B${number}`, name, lon: 106.5, lat: 29.5 };
    }),
    readings,
  );
  many.find("j", 8, () => 0);
  const times = ["jfb", "gtgc", "zq", "jiefangbei"].map((typed) => {
    const began = performance.now();
    many.find(typed, 8, () => 0);
    return performance.now() - began;
  });
  console.info(`searching 40,000 names: ${times.map((each) => each.toFixed(1)).join(", ")} ms`);
  expect(Math.min(...times)).toBeLessThan(100);
});
