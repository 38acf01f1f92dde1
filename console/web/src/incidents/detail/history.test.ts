import { beforeEach, expect, test } from "vitest";
import { language } from "../../language/language";
import type { Before, Earlier } from "../../wire/generated";
import { agoWord, historyLines } from "./history";

const NOW = Date.parse("2026-11-22T12:00:00.000Z");
const FALSE: Earlier = {
  id: "inc-1",
  number: "11-0001",
  kind: "smoke",
  grade: 1,
  opened_at: "2026-11-19T11:00:00.000Z",
  close_reason: "false_cooking",
  confirmed: false,
  cause: null,
};
const FIRE: Earlier = {
  ...FALSE,
  id: "inc-2",
  number: "11-0002",
  opened_at: "2026-11-22T09:30:00.000Z",
  close_reason: "handled",
  confirmed: true,
};
const BEFORE: Before = {
  incident: "inc-3",
  window_days: 90,
  devices: [
    { source: "detector", device: "d-1", past: { incidents: 2, false_alarms: 2, last: FALSE, last_false: FALSE } },
  ],
  building: { incidents: 3, false_alarms: 2, last: FIRE, last_false: FALSE },
};

beforeEach(() => {
  language.value = "zh";
});

test("false alarms are counted, and the last incident is told, none of them twice", () => {
  const [device, building] = historyLines(BEFORE, NOW);
  expect(device?.parts.join(" · ")).toBe("90 天警情 2 起，误报 2 次 · 上次 11-0001 误报：油烟（3 天前）");
  expect([device?.faulty, building?.faulty]).toEqual([true, false]);
  expect(building?.parts.slice(1)).toEqual(["上次 11-0002 烟感（2 小时前）"]);
});

test("a building in which nothing happened says so", () => {
  const quiet = { incidents: 0, false_alarms: 0, last: null, last_false: null };
  expect(historyLines({ ...BEFORE, devices: [], building: quiet }, NOW)).toEqual([
    { of: "本楼", parts: ["90 天内没有警情"], faulty: false },
  ]);
});

test.each([
  [30_000, "刚刚"],
  [59 * 60_000, "59 分前"],
  [47 * 3_600_000, "47 小时前"],
  [48 * 3_600_000, "2 天前"],
])("%i ms ago is %s", (ms, words) => {
  expect(agoWord(ms)).toBe(words);
});
