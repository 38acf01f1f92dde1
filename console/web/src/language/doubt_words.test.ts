/** What is in doubt is said in words that a crew can read. */

import { expect, test } from "vitest";
import { Story } from "../testing/events";
import type { Incident } from "../wire/generated";
import { lateWord, unreadWords } from "./doubt_words";
import { language } from "./language";

const AT = Date.parse("2026-11-22T02:00:00.000Z");

function incidentOf(story: Story): Incident {
  const [incident] = [...story.state.incidents.values()];
  if (incident === undefined) throw new Error("the story opens none");
  return incident;
}

test("a1 words that nobody could read are shown with the field that they stood in", () => {
  language.value = "zh";
  expect(unreadWords({ "place.floor": "夹层", device: '{"loop": 4}', serial: "7" })).toEqual([
    "楼层收到的是“夹层”",
    '设备收到的是“{"loop": 4}”',
    "serial收到的是“7”",
  ]);
  language.value = "en";
  expect(unreadWords({ "place.floor": "夹层" })).toEqual(["floor came in as “夹层”"]);
  language.value = "zh";
});

test("a7 a late incident begins with its signal's own time and age, until a fresh signal comes", () => {
  const signal = { incident: "i1", alarm: "a1", source: "detector", kind: "smoke", device: "d1" } as const;
  const place = { lon: 106.57, lat: 29.56, building: null, floor: null, text: null };
  const late = new Story()
    .opens("i1", { flags: ["late"], signal_at: new Date(AT - 86_400_000).toISOString() })
    .tell("alarm.raised", { ...signal, place, flags: ["late"] });
  expect(lateWord(incidentOf(late), AT)).toContain("24 小时前");
  expect(lateWord(incidentOf(late), AT - 86_400_000 + 600_000)).toContain("10 分钟前");
  expect(lateWord(incidentOf(late), AT + 2 * 86_400_000)).toContain("3 天前");
  expect(incidentOf(late).old_devices).toEqual([["detector", "d1"]]);
  late.tell("alarm.raised", { ...signal, alarm: "a2", place, flags: [] });
  expect(lateWord(incidentOf(late), AT)).toBeNull();
  expect(incidentOf(late).old_devices).toEqual([]);
});
