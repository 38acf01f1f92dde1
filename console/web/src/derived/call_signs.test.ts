import { expect, it } from "vitest";
import { EMPTY, type State } from "../fold/state";
import type { Station, Unit } from "../wire/generated";
import { callSignOf, callSignWord } from "./call_signs";

function tables(...named: (readonly [id: string, station: string, name: string])[]): State {
  let { stations, units } = EMPTY;
  for (const [id, stationName, name] of named) {
    const place = { lon: 0, lat: 0, zone: "", phone: "", building: "", responsible: "" };
    const station: Station = { id: stationName, name: stationName, kind: "micro_unit", ...place };
    const unit: Unit = { id, station: stationName, name, mode: "foot", crew: 3, capabilities: [], turnout_s: null };
    stations = stations.with(station.id, station);
    units = units.with(id, unit);
  }
  return { ...EMPTY, stations, units };
}

it("s23: says the station's short name and what the unit is there", () => {
  const state = tables(["S1-1", "示例江北社区微型消防站", "示例江北社区微型消防站一组"]);
  expect(callSignOf(state, "S1-1")).toEqual({ station: "示例江北", unit: "一组" });
  expect(callSignWord(state, "S1-1")).toBe("示例江北 一组");
});

it("s23: no two units have the same one", () => {
  const state = tables(
    ["S1-1", "示例江北社区微型消防站", "示例江北社区微型消防站一组"],
    ["S2-1", "示例江北单位微型消防站", "示例江北单位微型消防站一组"],
    ["S3-1", "示例站", "摩托组"],
    ["S4-1", "示例二站", "摩托组"],
  );
  const words = ["S1-1", "S2-1", "S3-1", "S4-1"].map((id) => callSignWord(state, id));
  expect(new Set(words).size).toBe(4);
});

it("keeps a name that does not repeat its station's, and the id of a unit that nobody knows", () => {
  const state = tables(["S1-1", "示例江北社区微型消防站", "江北一号车"]);
  expect(callSignWord(state, "S1-1")).toBe("江北一号车");
  expect(callSignWord(state, "gone")).toBe("gone");
});
