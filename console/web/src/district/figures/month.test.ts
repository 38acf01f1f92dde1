import { expect, test } from "vitest";
import { monthsUntil } from "../parts/MonthField";
import { longest, shareOf, spreadOf, ticksOf } from "./month";

const spread = (start: string, end: string, p99_ms: number | null) => ({
  start,
  end,
  n: 1,
  p50_ms: 1,
  p90_ms: 2,
  p99_ms,
});
const kept = (kept: number, late: number, missed: number) => ({
  name: "arrive",
  kept,
  late,
  missed,
  undecided: 9,
  worst_late_ms: null,
});

test("a share is of those that could be judged; of none there is none", () => {
  expect(shareOf(kept(3, 1, 0))).toBe(0.75);
  expect(shareOf(kept(0, 0, 0))).toBeNull();
});

test("a stretch without samples is not there", () => {
  const all = [spread("assigned", "on_scene", 61_000), spread("assigned", "acknowledged", null)];
  expect(spreadOf(all, "assigned", "on_scene")?.p99_ms).toBe(61_000);
  expect(spreadOf(all, "on_scene", "controlled")).toBeNull();
  expect(longest(all)).toBe(61_000);
  expect(longest([])).toBe(1000);
});

test("s42 an axis has few round ticks and holds the longest", () => {
  expect(ticksOf(1000)).toEqual([0, 200, 400, 600, 800, 1000]);
  expect(ticksOf(61_000)).toEqual([0, 20_000, 40_000, 60_000, 80_000]);
  for (const longest of [1, 999, 5_000, 59_999, 3_600_000, 86_400_000]) {
    const ticks = ticksOf(longest);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(longest);
  }
});

test("months are counted over the turn of the year", () => {
  expect(monthsUntil("2026-02", 4)).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
});
