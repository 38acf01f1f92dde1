/** The lines of the wall with their places: heads of groups, what holds of devices, devices that no table names. Pure. */

import type { Group, Holding } from "../../derived/conditions";
import type { UnknownDevice } from "../../wire/generated";
import type { Placed } from "../board/arranging";

interface Keyed extends Placed {
  readonly key: string;
}

export interface HeadLine extends Keyed {
  readonly group: Group;
}

export interface HoldingLine extends Keyed {
  readonly row: Holding;
}

export interface UnknownLine extends Keyed {
  readonly unknown: UnknownDevice;
}

export type WallLine = HeadLine | HoldingLine | UnknownLine;

export const HEAD_PX = 32;
export const ROW_PX = 48;

/** Return the groups as lines below each other. */
export function linesOf(groups: readonly Group[]): readonly WallLine[] {
  const lines: WallLine[] = [];
  let top = 0;
  for (const group of groups) {
    lines.push({ key: `head ${group.key}`, top, height: HEAD_PX, group });
    top += HEAD_PX;
    for (const row of group.rows) {
      lines.push({ key: row.key, top, height: ROW_PX, row });
      top += ROW_PX;
    }
  }
  return lines;
}

/** Return devices that no table names as lines, the newest first. */
export function unknownLines(devices: Iterable<UnknownDevice>): readonly WallLine[] {
  const newest = [...devices].sort((one, other) => (one.at === other.at ? 0 : one.at < other.at ? 1 : -1));
  return newest.map((unknown, place) => ({ key: unknown.id, top: place * ROW_PX, height: ROW_PX, unknown }));
}
