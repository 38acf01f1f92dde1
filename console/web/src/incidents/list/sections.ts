/** The list as it is drawn: stretches of rows, each but the first under a head of a row's height. */

import type { Group } from "../../derived/flood";
import type { Rows, ShelfRows } from "./list";

export type Head =
  | { readonly kind: "group"; readonly group: Group }
  | { readonly kind: "shelf"; readonly shelf: ShelfRows }
  | { readonly kind: "drills"; readonly count: number };

export interface Section {
  readonly key: string;
  readonly head: Head | null;
  /** The rows that are shown; none where it is folded. */
  readonly ids: readonly string[];
  /** How many rows and heads stand above its first row. */
  readonly above: number;
  /** How many rows stand above its first row. */
  readonly first: number;
}

/** Return the stretches of a list, top to bottom. */
export function sectionsOf(rows: Rows, unfolded: ReadonlySet<string>, hideDrills: boolean): readonly Section[] {
  const shown = (key: string, ids: readonly string[]) => (unfolded.has(key) ? ids : []);
  const parts: { key: string; head: Head | null; ids: readonly string[] }[] = [
    { key: "operations", head: null, ids: rows.operations },
    ...rows.groups.map((group) => ({
      key: group.key,
      head: { kind: "group", group } as const,
      ids: shown(group.key, group.ids),
    })),
    ...rows.shelves.map((shelf) => ({
      key: shelf.key,
      head: { kind: "shelf", shelf } as const,
      ids: shown(shelf.key, shelf.ids),
    })),
  ];
  const count = rows.drills.length;
  if (count > 0) parts.push({ key: "drills", head: { kind: "drills", count }, ids: hideDrills ? [] : rows.drills });
  let [above, first] = [0, 0];
  return parts.map((part) => {
    above += part.head === null ? 0 : 1;
    const section = { ...part, above, first };
    above += part.ids.length;
    first += part.ids.length;
    return section;
  });
}
