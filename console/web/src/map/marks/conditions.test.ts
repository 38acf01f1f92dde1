import { expect, it } from "vitest";
import { EMPTY } from "../../fold/state";
import { Table } from "../../fold/table";
import type { Building, DeviceState } from "../../wire/generated";
import { conditionMaker } from "./conditions";

const SINCE = "2026-12-01T02:00:00.000Z";
const HOUSE = { id: "B1", name: "示例楼", lon: 106.5, lat: 29.5 } as Building;

function heard(id: string, ...whats: string[]): DeviceState {
  const told = { text: null, occurred_at: null, incident: null, station: null, note: null, value: null };
  const raised = {
    since: SINCE,
    test: false,
    verified: null,
    verified_by: null,
    verified_incident: null,
    chatters_until: null,
    ...told,
  };
  const conditions = Object.fromEntries(whats.map((what) => [what, raised]));
  const place = { gateway: "gw", address: id, kind: "fire_pump", building: "B1", floor: null, name: null };
  return { id, ...place, conditions, beyond: {}, silent_since: null, disabled: null };
}

function town(...devices: DeviceState[]) {
  return {
    ...EMPTY,
    buildings: Table.of([["B1", HOUSE] as const]),
    conditions: Table.of(devices.map((each) => [each.id, each] as const)),
  };
}

const seen = (...devices: DeviceState[]) => conditionMaker.make(town(...devices), "B1", 0)?.mark;

it("is one mark a building, with how many things hold there", () => {
  expect(seen(heard("a", "fault"), heard("b", "fault", "manual"))).toMatchObject({
    kind: "condition",
    id: "B1",
    label: "3",
    icon: "condition/calm",
  });
});

it("stands out for a pre-alarm, and leaves a fire to its incident", () => {
  expect(seen(heard("a", "prealarm"))?.icon).toBe("condition/watch");
  expect(seen(heard("a", "fire"))).toBeUndefined();
  expect(seen()).toBeUndefined();
});

it("is looked at anew where a device of the building says something else", () => {
  const [before, after] = [town(heard("a", "fault")), town()];
  expect([...new Set(conditionMaker.touched(before, after))]).toEqual(["B1"]);
});
