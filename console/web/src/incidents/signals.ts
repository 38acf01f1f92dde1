/**
 * What the devices of a building say while an incident is open there, in one line: "水泵运行 0.35 MPa；12F、13F 报警；7 号防火门开".
 * Pure, from the state. Faults of detectors say nothing about a fire, and are left to the wall.
 */

import { type Holding, holdingsOf } from "../derived/conditions";
import type { State } from "../fold/state";
import { number } from "../language/format";
import { t } from "../language/language";
import { floorWord, wireWord } from "../language/wire_words";
import type { DeviceState } from "../wire/generated";
import { rangesOf } from "./detail/spread";

/** What of a device is told beside a fire. */
const TELLING: readonly string[] = [
  "prealarm",
  "limit",
  "supervisory",
  "started",
  "feedback",
  "delayed",
  "manual",
  "absent",
];

/** What is wrong with these matters while it burns: a pump that is out of order, a door that cannot be heard. */
const NEEDED = /pump|valve|fan|door|vent|damper|hydrant|water|tank|sprinkler|shutter|smoke_curtain/;
const WRONG: readonly string[] = ["fault", "line_fault", "mains_fault", "silent", "switched_off", "disabled"];

export interface SignalWord {
  readonly key: string;
  readonly words: string;
  /** Something that should help does not. */
  readonly wrong: boolean;
}

/** Return what is told of an incident's building, the worst first: the floors in alarm, then device by device. */
export function signalWords(devices: readonly DeviceState[]): readonly SignalWord[] {
  const rows = devices.flatMap(holdingsOf);
  const floors = new Set(rows.flatMap((row) => (row.what === "fire" ? (row.device.floor ?? []) : [])));
  const told = rows
    .filter(isTold)
    .map((row) => ({ key: row.key, words: holdingWords(row), wrong: isWrong(row) }))
    .sort((one, other) => Number(other.wrong) - Number(one.wrong));
  if (floors.size === 0) return told;
  const alarms = t("signals.floors", { floors: floorsWord([...floors].sort((one, other) => one - other)) });
  return [{ key: "floors", words: alarms, wrong: false }, ...told];
}

function isTold(row: Holding): boolean {
  if (row.verified === false || row.what === "fire") return false;
  return TELLING.includes(row.what) || isWrong(row);
}

function isWrong({ what, device, crossed }: Holding): boolean {
  if (crossed !== null) return true;
  return NEEDED.test(device.kind ?? "") && WRONG.includes(what);
}

/** "水泵 启动", "管网压力 低于 0.10 MPa：0.05 MPa". */
function holdingWords(row: Holding): string {
  const { device, crossed } = row;
  const who = deviceWord(device);
  return [who, whatWord(row), crossed === null ? measuredWord(row) : ""].filter(Boolean).join(" ");
}

function measuredWord({ device, what }: Holding): string {
  const value = device.conditions[what]?.value;
  return value == null ? "" : `${number(value.value, 3)}\u00a0${value.unit}`;
}

/** What a device is called: its name, else its kind, else its address. */
export function deviceWord({ name, kind, address, id, floor }: DeviceState): string {
  const called = name || (kind === null ? "" : wireWord("device_kind", kind)) || address || id;
  return floor === null || name ? called : `${called} ${floorWord(floor)}`;
}

/** What holds, in words: what a started pump does is running, and an open door is open. */
export function whatWord({ what, device, crossed }: Pick<Holding, "what" | "device" | "crossed">): string {
  if (crossed !== null) {
    const { value, unit, limit } = crossed;
    const told = { what: quantityWord(crossed.what), value: number(value, 3), limit: number(limit, 3), unit };
    return t(crossed.way === "high" ? "signals.above" : "signals.below", told);
  }
  if (what === "silent") return t("wall.silent");
  if (what === "switched_off") return t("wall.switched_off");
  if (what === "started" && /pump|fan/.test(device.kind ?? "")) return t("signals.running");
  if (what === "supervisory" && /door|shutter/.test(device.kind ?? "")) return t("signals.door_open");
  if (what === "feedback" && /door|shutter/.test(device.kind ?? "")) return t("signals.door_shut");
  return wireWord("condition", what);
}

const QUANTITIES = ["pressure", "level", "temperature", "current", "voltage", "flow"] as const;

/** What is measured, in words; what this page was not built for as it came. */
export function quantityWord(what: string): string {
  const known = QUANTITIES.find((each) => each === what);
  return known === undefined ? what : t(`signals.${known}`);
}

function floorsWord(floors: readonly number[]): string {
  return rangesOf(floors)
    .map(([from, to]) => (from === to ? floorWord(from) : `${floorWord(from)}–${floorWord(to)}`))
    .join(t("signals.and"));
}

/** The building's name as the wall heads a group with it. */
export function buildingWord({ buildings }: Pick<State, "buildings">, id: string): string {
  return buildings.get(id)?.name ?? id;
}
