import { describe, expect, it } from "vitest";
import { Table } from "../fold/table";
import type { DeviceState } from "../wire/generated";
import { badness, countsOf, found, groupsOf, holdings, holdingsOf, inBuilding, partOf, waiting } from "./conditions";

const SINCE = "2026-12-01T02:00:00.000Z";

const CALM: DeviceState = {
  id: "",
  gateway: "gw",
  address: null,
  kind: "smoke_photoelectric",
  building: "B1",
  floor: 3,
  name: null,
  conditions: {},
  beyond: {},
  silent_since: null,
  disabled: null,
};

const RAISED: DeviceState["conditions"][string] = {
  since: SINCE,
  text: null,
  occurred_at: null,
  incident: null,
  station: "S1",
  test: false,
  verified: null,
  verified_by: null,
  verified_incident: null,
  note: null,
  chatters_until: null,
  value: null,
};

function device(id: string, fields: Partial<DeviceState>): DeviceState {
  return { ...CALM, id, ...fields };
}

function table(...devices: DeviceState[]): Table<DeviceState> {
  return Table.of(devices.map((each) => [each.id, each] as const));
}

const BY = { role: "dispatcher" as const, name: "王示例", station: null };
const whats = (rows: readonly { readonly what: string }[]) => rows.map(({ what }) => what);

describe("what holds of one device", () => {
  it("is one line each: conditions, limits, silence, what a person switched off", () => {
    const rows = holdingsOf(
      device("d1", {
        conditions: { fault: RAISED, prealarm: RAISED },
        beyond: {
          pressure: { value: 0.05, unit: "MPa", limit: 0.1, way: "low", since: SINCE, station: "S1", incident: null },
        },
        silent_since: SINCE,
        disabled: { until: SINCE, reason: "维修（示例）", by: BY, at: SINCE },
      }),
    );
    expect(whats(rows)).toEqual(["prealarm", "limit", "fault", "silent", "switched_off"]);
    expect(rows[1]?.crossed).toEqual({ what: "pressure", value: 0.05, unit: "MPa", limit: 0.1, way: "low" });
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it("stands in one part of the wall", () => {
    expect(partOf({ what: "silent" })).toBe("silent");
    expect(partOf({ what: "switched_off" })).toBe("off");
    expect(partOf({ what: "disabled" })).toBe("off");
    expect(partOf({ what: "a_word_of_a_newer_hub" })).toBe("holding");
  });
});

describe("the wall", () => {
  const old = { ...RAISED, since: "2026-12-01T01:00:00.000Z" };
  const looked = { ...RAISED, verified: false };
  const devices = table(
    device("a", { conditions: { fault: RAISED }, building: "B2" }),
    device("b", { conditions: { fault: old } }),
    device("c", { conditions: { prealarm: looked } }),
    device("d", { conditions: { supervisory: RAISED }, building: null }),
    device("e", { silent_since: SINCE }),
  );

  it("has the worst first, of what is alike the oldest, and last what somebody found not to be so", () => {
    expect(holdings(devices).map(({ device: { id } }) => id)).toEqual(["d", "b", "a", "e", "c"]);
  });

  it("is made once for each version of the table", () => {
    expect(holdings(devices)).toBe(holdings(devices));
    expect(holdings(devices.without("a"))).not.toBe(holdings(devices));
  });

  it("groups by building or by what holds, the group with the worst line first", () => {
    const rows = holdings(devices);
    expect(groupsOf(rows, "building").map(({ key, rows: own }) => [key, own.length])).toEqual([
      ["", 1],
      ["B1", 3],
      ["B2", 1],
    ]);
    expect(groupsOf(rows, "what").map(({ key }) => key)).toEqual(["supervisory", "fault", "silent", "prealarm"]);
  });

  it("counts its parts, and what waits for somebody to look", () => {
    const rows = holdings(devices);
    expect(countsOf(rows, 2)).toEqual({ holding: 4, silent: 1, off: 0, unknown: 2 });
    expect(waiting(rows, 2)).toBe(6);
    const test = table(device("t", { conditions: { fault: { ...RAISED, test: true } } }));
    expect(waiting(holdings(test), 0)).toBe(0);
  });

  it("is searched by all words that are typed, in any width", () => {
    const words = (row: { readonly device: DeviceState }) => `${row.device.id} 示例楼 3F`;
    expect(found(holdings(devices), "３f b", words).map(({ device: { id } }) => id)).toEqual(["b"]);
    expect(found(holdings(devices), "  ", words)).toBe(holdings(devices));
  });

  it("knows what holds in one building", () => {
    expect(inBuilding(devices, "B2").map(({ id }) => id)).toEqual(["a"]);
    expect(inBuilding(devices, "B9")).toEqual([]);
  });

  it("makes the lines of 2,000 devices, and of a changed one alone", () => {
    const many = table(
      ...Array.from({ length: 2000 }, (_, number) =>
        device(`d${number}`, { conditions: { fault: RAISED, low_battery: RAISED }, building: `B${number % 200}` }),
      ),
    );
    const began = performance.now();
    expect(groupsOf(holdings(many), "building")).toHaveLength(200);
    const first = holdings(many).find(({ device: { id } }) => id === "d1");
    const later = holdings(many.with("d0", device("d0", { silent_since: SINCE })));
    expect(later.find(({ device: { id } }) => id === "d1")).toBe(first);
    console.info(`2,000 devices, 4,000 lines: ${(performance.now() - began).toFixed(1)} ms`);
  });

  it("puts a word of a newer hub before what is harmless", () => {
    expect(badness("a_word_of_a_newer_hub")).toBeLessThan(badness("low_battery"));
  });
});
