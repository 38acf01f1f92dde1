import { expect, test } from "vitest";
import { rangesOf } from "./spread";

test.each([
  [[], []],
  [[3], [[3, 3]]],
  [
    [3, 4, 5, 9],
    [
      [3, 5],
      [9, 9],
    ],
  ],
  [[-2, -1, 1, 2], [[-2, 2]]],
])("floors %j are the ranges %j", (floors, ranges) => {
  expect(rangesOf(floors)).toEqual(ranges);
});
