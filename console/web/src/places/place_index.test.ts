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

describe("e5 a name is found whatever its characters are", () => {
  const odd = new PlaceIndex(
    [
      "示例③号楼",
      "ＡＢＣ广场",
      "𠮷祥里",
      "示例𡋾大厦",
      "㈠号仓库",
      "Café 示例",
      "\u2f2d城示例",
      "示\u200b例二院",
      "⑩号院",
    ].map((name, number): Named => ({ kind: "building", id: `B${number}`, name, lon: 106.5, lat: 29.5 })),
    readings,
  );
  test.each([
    ["示例3号", "示例③号楼"],
    ["示例③", "示例③号楼"],
    ["slh", null],
    ["sl3h", "示例③号楼"],
    ["abc", "ＡＢＣ广场"],
    ["ＡＢc", "ＡＢＣ广场"],
    ["𠮷祥", "𠮷祥里"],
    ["𡋾大", "示例𡋾大厦"],
    ["sl𡋾", "示例𡋾大厦"],
    ["(一)号", "㈠号仓库"],
    ["cafe\u0301", "Café 示例"],
    ["山城", "\u2f2d城示例"],
    ["示例二院", "示\u200b例二院"],
    ["示例\u200b二院", "示\u200b例二院"],
    ["10号院", "⑩号院"],
  ])("%s", (typed, name) => {
    const matches = odd.find(readTyped(typed).letters, 9, () => 0).map((each) => each.place.name);
    if (name === null) expect(matches).toEqual([]);
    else expect(matches).toContain(name);
  });

  test("a match lies on whole characters", () => {
    const [match] = odd.find(readTyped("𡋾大").letters, 1, () => 0);
    expect(match?.place.name.slice(match.start, match.start + match.length)).toBe("𡋾大");
  });
});

test.each([
  ["国泰 负一层", "国泰", -1],
  ["国泰 地下二层", "国泰", -2],
  ["国泰 Ｂ２", "国泰", -2],
  ["国泰 －２", "国泰", -2],
  ["国泰 −2", "国泰", -2],
  ["国泰　１２层", "国泰", 12],
  ["国泰 12F", "国泰", 12],
  ["国泰 十二层", "国泰", 12],
  ["国泰 二十三楼", "国泰", 23],
  ["国泰 首层", "国泰", 1],
  ["国泰A座 12层", "国泰a座", 12],
  ["国泰十二层", "国泰", 12],
  ["国泰负二层", "国泰", -2],
  ["gt floor 12", "gt", 12],
  ["gt 12th floor", "gt", 12],
  ["gt basement 2", "gt", -2],
  ["国泰 三", "国泰三", null],
  ["示例3号楼", "示例3号楼", null],
])("e5 %s is a place and a floor", (typed, letters, floor) => {
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
