/** How the board stands: which units are asked for, in which groups and lines, and which lines are in sight. Pure. */

import type { Readings } from "../../places/readings";
import { findSigns } from "../desk/call_signs";
import { type BoardUnit, DOINGS, type Doing } from "./units";

export const GROUPINGS = ["zone", "doing", "mode", "near"] as const;

/** `near`: no groups, and who is there first stands first. */
export type Grouping = (typeof GROUPINGS)[number];

export interface Asked {
  readonly typed: string;
  /** Empty: whatever they do. */
  readonly doings: readonly Doing[];
  /** Empty: whatever kind. */
  readonly mode: string;
  readonly grouping: Grouping;
}

export interface Group {
  /** The zone, what they do, or the kind; empty where there is none. */
  readonly key: string;
  readonly units: readonly BoardUnit[];
  readonly free: number;
}

/** How many do what, of those that the other choices leave. */
export function countsOf(units: readonly BoardUnit[]): Readonly<Record<Doing, number>> {
  const counts = { free: 0, standby: 0, not_ready: 0, bound: 0, away: 0 };
  for (const { doing } of units) counts[doing]++;
  return counts;
}

/** Whom the letters fit: the place of each among those found, by unit; null where nothing is typed. */
export type Places = ReadonlyMap<string, number> | null;

/** Find units by what is typed of their call signs or ids; dear where they are many, and of names alone. */
export function placesOf(units: readonly BoardUnit[], typed: string, readings: Readings): Places {
  if (typed.trim() === "") return null;
  const found = findSigns(units, ({ sign, id }) => `${sign} ${id}`, typed, readings);
  return new Map(found.map(({ id }, place) => [id, place]));
}

/** Return the units of the kind that is asked for, of those found, the best first. */
export function sought(units: readonly BoardUnit[], mode: string, places: Places): readonly BoardUnit[] {
  const kind = mode === "" ? units : units.filter((each) => each.mode === mode);
  if (places === null) return kind;
  const placeOf = ({ id }: BoardUnit) => places.get(id) ?? -1;
  return kind.filter((each) => places.has(each.id)).sort((one, other) => placeOf(one) - placeOf(other));
}

/**
 * Return the groups: zones and kinds by name, those of none last, what they do in the board's order. Within a group who can
 * go stands first, sooner before later where `etas` (seconds, by unit) say it; else they stay as they are given. What is
 * typed is one group, the best first: a person means one of them.
 */
export function grouped(
  units: readonly BoardUnit[],
  { typed, doings, grouping }: Asked,
  etas: ReadonlyMap<string, number>,
): readonly Group[] {
  if (typed.trim() !== "") {
    const found = doings.length === 0 ? units : units.filter(({ doing }) => doings.includes(doing));
    return found.length === 0 ? [] : [{ key: "", units: found, free: countsOf(found).free }];
  }
  const groups = new Map<string, BoardUnit[]>();
  for (const unit of units) {
    if (doings.length > 0 && !doings.includes(unit.doing)) continue;
    const key = grouping === "near" ? "" : unit[grouping];
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [unit]);
    else group.push(unit);
  }
  const near = grouping === "near" ? etas : new Map<string, number>();
  return [...groups]
    .sort(([one], [other]) => (grouping === "doing" ? byDoing(one, other) : byName(one, other)))
    .map(([key, all]) => ({
      key,
      units: all.sort((one, other) => byDoing(one.doing, other.doing) || etaOf(near, one) - etaOf(near, other)),
      free: countsOf(all).free,
    }));
}

/** Far behind any that is known, and a number still: two unknown ones are equal. */
const UNKNOWN_S = 1e9;

function etaOf(etas: ReadonlyMap<string, number>, { id }: BoardUnit): number {
  return etas.get(id) ?? UNKNOWN_S;
}

function byDoing(one: string, other: string): number {
  return DOINGS.indexOf(one as Doing) - DOINGS.indexOf(other as Doing);
}

const NATURAL = new Intl.Collator("zh-CN", { numeric: true });

function byName(one: string, other: string): number {
  if (one === "" || other === "") return Number(one === "") - Number(other === "");
  return NATURAL.compare(one, other);
}

/** A line of the board: the head of a group, or as many of its units as stand side by side. */
export interface Line extends Placed {
  readonly key: string;
  readonly head: Group | null;
  readonly units: readonly BoardUnit[];
}

/** Where something stands from the top, and how high it is, in pixels. */
export interface Placed {
  readonly top: number;
  readonly height: number;
}

export const HEAD_PX = 32;
export const CELL_PX = 48;

/** Return the lines, with their places in pixels. A group without a name has no head. */
export function linesOf(groups: readonly Group[], columns: number): readonly Line[] {
  const lines: Line[] = [];
  let top = 0;
  const add = (line: Omit<Line, "top">): void => {
    lines.push({ ...line, top });
    top += line.height;
  };
  for (const group of groups) {
    const headless = groups.length === 1 && group.key === "";
    if (!headless) add({ key: `head ${group.key}`, head: group, units: [], height: HEAD_PX });
    for (let at = 0; at < group.units.length; at += columns) {
      const units = group.units.slice(at, at + columns);
      add({ key: `${group.key} ${at}`, head: null, units, height: CELL_PX });
    }
  }
  return lines;
}

const BEYOND_PX = 2 * CELL_PX;

/** Return the lines in sight and a few beyond, and how much space stands above and below them, in pixels. */
export function inSight<L extends Placed>(lines: readonly L[], from: number, height: number) {
  const all = lines.at(-1);
  const end = all === undefined ? 0 : all.top + all.height;
  const shown = lines.filter(
    (line) => line.top + line.height > from - BEYOND_PX && line.top < from + height + BEYOND_PX,
  );
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined) return { shown, above: 0, below: end };
  return { shown, above: first.top, below: end - last.top - last.height };
}
