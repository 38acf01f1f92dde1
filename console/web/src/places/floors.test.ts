import { expect, test } from "vitest";
import { floorIn } from "./floors";

test.each([
  ["3F 走廊烟感", 3],
  ["A座12层电梯厅", 12],
  ["示例广场十二楼", 12],
  ["B2层车库", -2],
  ["地下一层水泵房", -1],
  ["负1层", -1],
  ["1回路23号", null],
  ["GZF123", null],
  ["", null],
])("a floor is read out of %s", (text, floor) => {
  expect(floorIn(text)).toBe(floor);
});
