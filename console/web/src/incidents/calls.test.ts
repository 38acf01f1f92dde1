import { expect, test } from "vitest";
import { phoneIn } from "./calls";

test.each([
  ["示例王女士 000-5550123", "0005550123"],
  ["+00 555 0123 (示例)", "+005550123"],
  ["示例张三 000 5550 123", "0005550123"],
  ["119", "119"],
  ["示例门卫", null],
  ["6 楼住户", null],
  [null, null],
])("the number to call back in %s is %s", (words, number) => {
  expect(phoneIn(words)).toBe(number);
});
