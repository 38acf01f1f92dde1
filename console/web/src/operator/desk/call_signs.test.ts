import { pinyin } from "pinyin-pro";
import { expect, test } from "vitest";
import { Readings } from "../../places/readings";
import { findSigns } from "./call_signs";

const readings = new Readings(pinyin);
const UNITS = [
  "示例国泰广场 一组 S07-1",
  "示例国泰广场 二组 S07-2",
  "示例解放碑201号楼 摩托组 S08-1",
  "示例环球金融中心 一组 S34-1",
];
const found = (typed: string) => findSigns(UNITS, (sign) => sign, typed, readings);

test("s10: units are found by characters, pinyin, initials, digits and their ids, with what lies between left out", () => {
  for (const typed of ["国泰一", "gtgc1", "gt1", "guotai yi", "s07-1", "S071"]) expect(found(typed)[0]).toBe(UNITS[0]);
  expect(found("gt")).toEqual(UNITS.slice(0, 2));
  expect(found("mtz")).toEqual([UNITS[2]]);
  expect(found("jfb201mt")).toEqual([UNITS[2]]);
});

test("nothing typed is everything as it stands; what fits nothing finds nothing", () => {
  expect(found("")).toEqual(UNITS);
  expect(found("xyzq")).toEqual([]);
});
