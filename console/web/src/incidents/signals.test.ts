import { beforeEach, expect, it } from "vitest";
import { language } from "../language/language";
import type { DeviceState } from "../wire/generated";
import { deviceWord, signalWords } from "./signals";

const SINCE = "2026-12-01T02:00:00.000Z";

function device(id: string, kind: string, fields: Partial<DeviceState>): DeviceState {
  const nothing = { gateway: "gw", address: null, building: "B1", floor: null, name: null };
  return { id, kind, ...nothing, conditions: {}, beyond: {}, silent_since: null, disabled: null, ...fields };
}

function raised(fields: Partial<DeviceState["conditions"][string]> = {}): DeviceState["conditions"][string] {
  const told = { text: null, occurred_at: null, incident: null, station: null, note: null, value: null };
  return {
    since: SINCE,
    test: false,
    verified: null,
    verified_by: null,
    verified_incident: null,
    chatters_until: null,
    ...told,
    ...fields,
  };
}

const line = (...devices: DeviceState[]) =>
  signalWords(devices)
    .map(({ words }) => words)
    .join("；");

const PUMP = device("p1", "fire_pump", {
  name: "消防泵（示例）",
  conditions: { started: raised({ value: { what: "pressure", value: 0.35, unit: "MPa" } }) },
});
const DOOR = device("d7", "fire_door", { name: "7 号防火门", conditions: { supervisory: raised() } });
const fire = (id: string, floor: number) =>
  device(id, "smoke_photoelectric", { floor, conditions: { fire: raised() } });

beforeEach(() => {
  language.value = "zh";
});

it("says in one line which floors are in alarm, that the pump runs, which door is open", () => {
  expect(line(PUMP, DOOR, fire("s1", 12), fire("s2", 13), fire("s3", 12))).toBe(
    "12 层–13 层 报警；消防泵（示例） 运行 0.35\u00a0MPa；7 号防火门 开着",
  );
});

it("says it in English, too", () => {
  language.value = "en";
  expect(line(PUMP, fire("s1", 12), fire("s2", 15))).toBe(
    "floor 12, floor 15 in alarm；消防泵（示例） running 0.35\u00a0MPa",
  );
});

it("leaves a detector's own faults to the wall, and says first what should help and does not", () => {
  const faulty = device("s9", "smoke_photoelectric", { conditions: { fault: raised(), low_battery: raised() } });
  const silent = device("p2", "fire_pump", { name: "稳压泵（示例）", silent_since: SINCE });
  const words = signalWords([faulty, PUMP, silent]);
  expect(words.map(({ wrong }) => wrong)).toEqual([true, false]);
  expect(words[0]?.words).toBe("稳压泵（示例） 失联");
});

it("says a value beyond its limit with both", () => {
  const low = {
    value: 0.05,
    unit: "MPa",
    limit: 0.1,
    way: "low" as const,
    since: SINCE,
    station: null,
    incident: null,
  };
  const meter = device("w1", "water_pressure", { name: "管网末端", beyond: { pressure: low } });
  expect(line(meter)).toBe("管网末端 压力 0.05 MPa，低于 0.1");
});

it("says nothing of what somebody found not to be so", () => {
  expect(line({ ...DOOR, conditions: { supervisory: raised({ verified: false }) } })).toBe("");
});

it("calls a device by its name, else by its kind and floor, else by its address", () => {
  expect(deviceWord(device("x", "smoke_photoelectric", { floor: -1 }))).toBe("点型光电感烟火灾探测器 负 1 层");
  expect(deviceWord({ ...device("x", "", {}), kind: null, address: "1-17" })).toBe("1-17");
});
