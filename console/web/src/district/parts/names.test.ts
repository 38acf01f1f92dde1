import { expect, test } from "vitest";
import type { Named } from "../../places/place_index";
import { openReadings } from "../../places/readings";
import { Names } from "./names";

const named = (id: string, name: string): Named => ({ kind: "building", id, name, lon: 0, lat: 0 });
const names = new Names(
  [named("B1", "国泰广场A座"), named("B2", "解放碑"), named("B3", "同名"), named("B4", "同名")],
  await openReadings(),
);

test("s29 a text means one by id, by id and name, or by a name that only one has", () => {
  expect(names.meant("b1")?.id).toBe("B1");
  expect(names.meant("B2 解放碑")?.id).toBe("B2");
  expect(names.meant(" 解放碑 ")?.id).toBe("B2");
  expect(names.meant("同名")).toBeNull();
  expect(names.meant("国泰")).toBeNull();
});

test("s29 names are found by characters, initials and ids, with a floor behind them", () => {
  const found = (text: string) => names.find(text).map(({ place }) => place.id);
  expect(found("国泰")).toEqual(["B1"]);
  expect(found("gtgc 6")).toEqual(["B1"]);
  expect(found("b4")).toEqual(["B4"]);
  expect(found("")).toEqual([]);
});
