import { expect, test } from "vitest";
import { weeksOf } from "./month_days";

test("s42 a month has all its days in weeks from Monday on", () => {
  const december = weeksOf("2026-12");
  expect(december[0]).toEqual([
    "2026-11-30",
    "2026-12-01",
    "2026-12-02",
    "2026-12-03",
    "2026-12-04",
    "2026-12-05",
    "2026-12-06",
  ]);
  expect(december.length).toBe(5);
  expect(december.at(-1)?.at(-1)).toBe("2027-01-03");
  expect(weeksOf("2027-02").flat()).toHaveLength(28);
  expect(
    weeksOf("2026-03")
      .flat()
      .filter((day) => day.startsWith("2026-03")),
  ).toHaveLength(31);
});
