import { expect, test } from "vitest";
import { complete, type Draft, NEW } from "./inject";
import { planOf } from "./plan";

function filled(fields: Record<string, string | readonly string[]>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of typeof value === "string" ? [value] : value) form.append(name, each);
  }
  return form;
}

test("a plan says what the form says", () => {
  const form = filled({
    name: " 示例联训 ",
    kind: "joint",
    floor: "12",
    minutes: "20",
    shows: ["first", "gear"],
    everybody: "on",
  });
  const place = { kind: "building", id: "B2", name: "示例楼", lon: 106.5, lat: 29.5 } as const;
  const script: Draft[] = [
    { ...NEW, effect: "lane_blocked", minutes: 2, place },
    { ...NEW, effect: "second_fire", minutes: 3.5, place, floor: 4, text: " 另有烟点 " },
    { ...NEW, effect: "leader_out", station: "S0001" },
    { ...NEW, effect: "trapped_more", trapped: 2 },
    { ...NEW, effect: "lift_lost" },
  ];
  expect(planOf(form, { building: "B00001", stations: ["S0001"], script }, (id) => id)).toEqual({
    name: "示例联训",
    kind: "joint",
    place: { building: "B00001", floor: 12 },
    stations: ["S0001"],
    everybody: true,
    unannounced: false,
    objectives: [
      { id: "first", milestone_to: "on_scene", limit_s: 180, of: "first", weight: 2, text: "first" },
      { id: "gear", text: "gear" },
    ],
    injects: [
      { id: "i1", effect: "lane_blocked", text: "", after_s: 120, lane: { lon: 106.5, lat: 29.5, radius_m: 60 } },
      { id: "i2", effect: "second_fire", text: "另有烟点", after_s: 210, place: { building: "B2", floor: 4 } },
      { id: "i3", effect: "leader_out", text: "", after_s: 0, station: "S0001" },
      { id: "i4", effect: "trapped_more", text: "", after_s: 0, trapped: 2 },
      { id: "i5", effect: "lift_lost", text: "", after_s: 0 },
    ],
    ends_after_s: 1200,
  });
});

test("a floor that nobody wrote is not the ground floor", () => {
  expect(
    planOf(filled({ minutes: "5" }), { building: "B1", stations: [], script: [] }, (id) => id).place.floor,
  ).toBeNull();
});

test("s32 an inject is complete with what its kind needs", () => {
  expect(complete(NEW)).toBe(false);
  expect(complete({ ...NEW, text: "烟" })).toBe(true);
  expect(complete({ ...NEW, effect: "lift_lost" })).toBe(true);
  for (const effect of ["lane_blocked", "second_fire", "leader_out", "trapped_more"] as const) {
    expect(complete({ ...NEW, effect, text: "words alone are not enough" })).toBe(false);
  }
});
