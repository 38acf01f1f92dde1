import { expect, test } from "vitest";
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
    building: "B00001 示例楼00001",
    floor: "12",
    minutes: "20",
    shows: ["first", "gear"],
    everybody: "on",
  });
  expect(planOf(form, ["S0001"], (id) => id)).toEqual({
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
    ends_after_s: 1200,
  });
});

test("a floor that nobody wrote is not the ground floor", () => {
  expect(planOf(filled({ building: "B1", minutes: "5" }), [], (id) => id).place.floor).toBeNull();
});
