/**
 * What devices say that is no alarm by itself: every condition that holds, limits that are crossed, silence, what a
 * person switched off; which of it is the worst, and how it is grouped on the wall. Pure: a clock is read by nobody here.
 */

import type { Table } from "../fold/table";
import type { DeviceState } from "../wire/generated";

/** What holds, the worst first: a code of the wire, or one of what a device is (`limit`, `silent`, `switched_off`). */
const WORST_FIRST = [
  "fire",
  "prealarm",
  "limit",
  "supervisory",
  "started",
  "feedback",
  "delayed",
  "tamper",
  "absent",
  "fault",
  "line_fault",
  "mains_fault",
  "battery_fault",
  "silent",
  "switched_off",
  "disabled",
  "manual",
  "low_battery",
  "test",
] as const;

/** A measured value beyond a limit of its device. */
export interface Crossed {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: number;
  readonly way: string;
}

/** One line of the wall: one thing that holds of one device. */
export interface Holding {
  /** No two lines share it. */
  readonly key: string;
  readonly device: DeviceState;
  /** A condition of the wire, `limit`, `silent` or `switched_off`. */
  readonly what: string;
  /** Since when, in milliseconds since 1970. */
  readonly since: number;
  /** Who is told; null where no rule names anybody. */
  readonly station: string | null;
  readonly text: string | null;
  /** What a person found who looked; null where nobody did. */
  readonly verified: boolean | null;
  /** It comes and goes so often that only this is recorded. */
  readonly chatters: boolean;
  readonly test: boolean;
  readonly crossed: Crossed | null;
}

/** The parts of the wall. Each thing that holds stands in one of them; unknown devices are a part of their own. */
export const PARTS = ["holding", "silent", "off", "unknown"] as const;
export type Part = (typeof PARTS)[number];

export const GROUPINGS = ["building", "what", "kind"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Group {
  /** A building's id, what holds, or a kind of device; empty where there is none. */
  readonly key: string;
  /** The worst first, and of what is alike the oldest. */
  readonly rows: readonly Holding[];
}

/** Return everything that holds, the worst first; made once for each version of the table. */
export function holdings(conditions: Table<DeviceState>): readonly Holding[] {
  const known = all.get(conditions);
  if (known !== undefined) return known;
  const made = [...conditions.values()].flatMap(holdingsOf).sort(byWorst);
  all.set(conditions, made);
  return made;
}

const all = new WeakMap<object, readonly Holding[]>();

/** Return what holds of one device, the worst first; made once for each version of it. */
export function holdingsOf(device: DeviceState): readonly Holding[] {
  const known = each.get(device);
  if (known !== undefined) return known;
  const made = makeHoldings(device);
  each.set(device, made);
  return made;
}

const each = new WeakMap<DeviceState, readonly Holding[]>();

function makeHoldings(device: DeviceState): readonly Holding[] {
  const own: Holding[] = [];
  const add = (what: string, since: string, more: Partial<Holding> = {}): void => {
    const key = `${device.id}\u001f${what}${more.crossed ? `\u001f${more.crossed.what}` : ""}`;
    own.push({ ...NOTHING_MORE, key, device, what, since: Date.parse(since), ...more });
  };
  for (const [what, raised] of Object.entries(device.conditions)) {
    const { since, station, text, verified, chatters_until: until, test } = raised;
    add(what, since, { station, text, verified, chatters: until !== null, test });
  }
  for (const [what, { since, station, value, unit, limit, way }] of Object.entries(device.beyond)) {
    add("limit", since, { station, crossed: { what, value, unit, limit, way } });
  }
  if (device.silent_since !== null) add("silent", device.silent_since);
  if (device.disabled !== null) add("switched_off", device.disabled.at, { text: device.disabled.reason });
  return own.sort(byWorst);
}

const NOTHING_MORE = {
  station: null,
  text: null,
  verified: null,
  chatters: false,
  test: false,
  crossed: null,
} as const;

/** Which part of the wall a line stands in. */
export function partOf({ what }: Pick<Holding, "what">): Part {
  if (what === "silent") return "silent";
  return what === "switched_off" || what === "disabled" ? "off" : "holding";
}

/** How many lines each part has. */
export function countsOf(rows: readonly Holding[], unknown: number): Readonly<Record<Part, number>> {
  const counts = { holding: 0, silent: 0, off: 0, unknown };
  for (const row of rows) counts[partOf(row)] += 1;
  return counts;
}

/** What the header counts: what somebody has yet to look at. What was looked at, tested or switched off waits for nobody. */
export function waiting(rows: readonly Holding[], unknown: number): number {
  const open = rows.filter((row) => partOf(row) !== "off" && row.verified === null && !row.test);
  return open.length + unknown;
}

/** Return the lines in groups, the group with the worst line first; the lines are given the worst first. */
export function groupsOf(rows: readonly Holding[], grouping: Grouping): readonly Group[] {
  const groups = new Map<string, Holding[]>();
  for (const row of rows) {
    const key = grouping === "what" ? row.what : (row.device[grouping] ?? "");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups].map(([key, own]) => ({ key, rows: own }));
}

/** Return the lines that letters mean; `wordsOf` says what is written on one. */
export function found(rows: readonly Holding[], typed: string, wordsOf: (row: Holding) => string): readonly Holding[] {
  const wanted = typed.normalize("NFKC").toLowerCase().split(/\s+/u).filter(Boolean);
  if (wanted.length === 0) return rows;
  return rows.filter((row) => {
    const words = wordsOf(row).normalize("NFKC").toLowerCase();
    return wanted.every((each) => words.includes(each));
  });
}

/** Return what holds in a building, by device; made once for each version of the table. */
export function inBuilding(conditions: Table<DeviceState>, building: string): readonly DeviceState[] {
  const known = places.get(conditions);
  if (known !== undefined) return known.get(building) ?? NOBODY;
  const index = new Map<string, DeviceState[]>();
  for (const device of conditions.values()) {
    if (device.building === null) continue;
    const others = index.get(device.building);
    if (others === undefined) index.set(device.building, [device]);
    else others.push(device);
  }
  places.set(conditions, index);
  return index.get(building) ?? NOBODY;
}

const NOBODY: readonly DeviceState[] = [];
const places = new WeakMap<object, ReadonlyMap<string, readonly DeviceState[]>>();

/** How bad something is: 0 is the worst. What this page was not built for stands before what is harmless. */
export function badness(what: string): number {
  const place = (WORST_FIRST as readonly string[]).indexOf(what);
  return place < 0 ? WORST_FIRST.indexOf("fault") : place;
}

/** What a person found not to be so stands behind everything else. */
function byWorst(one: Holding, other: Holding): number {
  return (
    Number(one.verified === false) - Number(other.verified === false) ||
    badness(one.what) - badness(other.what) ||
    one.since - other.since ||
    (one.key < other.key ? -1 : 1)
  );
}
