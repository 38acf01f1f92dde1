import { expect, it } from "vitest";
import type { Assignment, Legs } from "../wire/generated";
import { type Waterfall, waterfallOf } from "./waterfall";

interface Case {
  readonly case: string;
  readonly legs: Legs | null;
  readonly limit_s: number | null;
  readonly reached: Readonly<Record<string, number>>;
  readonly ended_s?: number;
  readonly as_of_s: number;
  readonly answer: Waterfall;
}

const [KEPT = "[]"] = Object.values(
  import.meta.glob<string>("../../../../tests/data/waterfall.json", { query: "?raw", import: "default", eager: true }),
);
const CASES = JSON.parse(KEPT) as readonly Case[];
const ORDERED = Date.parse("2026-11-22T04:00:00Z");

function orderOf({ legs, limit_s: limit, reached, ended_s: ended }: Case): Assignment {
  const after = (seconds: number | undefined) =>
    seconds === undefined ? null : new Date(ORDERED + seconds * 1000).toISOString();
  const told: Partial<Assignment> = {
    assigned_at: new Date(ORDERED).toISOString(),
    acknowledged_at: after(reached.acknowledged),
    en_route_at: after(reached.en_route),
    on_scene_at: after(reached.on_scene),
    controlled_at: after(reached.controlled),
    legs,
    eta_s: legs === null ? null : legs.turnout_s + legs.road_s + legs.entrance_s + legs.storeys_s,
    targets:
      limit === null
        ? []
        : [{ name: "arrive", start: "assigned", milestone: "on_scene", limit_s: limit, due_at: null }],
    ending: ended === undefined ? null : "recalled",
    ended_at: after(ended),
  };
  return told as Assignment;
}

it("has cases", () => expect(CASES.length).toBeGreaterThan(10));

it.each(CASES.map((each) => [each.case, each] as const))("says where the time was lost: %s", (_, each) => {
  const found = waterfallOf(orderOf(each), ORDERED + each.as_of_s * 1000);
  expect(found).toEqual(each.answer);
});
