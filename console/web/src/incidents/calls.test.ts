import { expect, test } from "vitest";
import { Story } from "../testing/events";
import { callsOf, phoneIn } from "./calls";

test("what a person says stands before what forty detectors are called", () => {
  const story = new Story().opens("inc-1");
  const place = { building: null, floor: null, lon: null, lat: null, text: null };
  const raise = (alarm: string, source: string, note: string) =>
    story.wait(1).tell("alarm.raised", {
      incident: "inc-1",
      alarm,
      source,
      kind: "smoke",
      device: null,
      place,
      note,
      reporter: null,
      flags: [],
      unread: {},
      test: false,
    });
  raise("a-0", "phone", "示例六楼有人");
  for (let n = 1; n <= 40; n++) raise(`a-${n}`, "panel", `示例${n}层走廊烟感`);
  const incident = story.state.incidents.get("inc-1");
  if (incident === undefined) throw new Error("the story opens none");
  expect(
    callsOf(story.state, incident)
      .map(({ note }) => note)
      .slice(0, 2),
  ).toEqual(["示例六楼有人", "示例40层走廊烟感"]);
});

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
