/** What stands on the map at a place: a glyph and a label. Pure values, so that two can be compared. */

import type { State } from "../../fold/state";

export type Kind = "station" | "unit" | "incident" | "closure" | "hydrant" | "entrance" | "condition" | "pin";

export interface Mark {
  readonly kind: Kind;
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  /** The glyph's name; `glyphs.ts` draws it. */
  readonly icon: string;
  readonly label: string;
  /** Pixels to the right and down: those who wait at one station stand in a row below it. */
  readonly offset: readonly [number, number];
  /** The higher stands in front, and keeps its label where two want the same room. */
  readonly rank: number;
  /** The zoom from which it is drawn, and the one from which its label is; 0: always. */
  readonly from: number;
  readonly named: number;
}

export interface Made {
  readonly mark: Mark;
  /** When it looks different without anything having happened; infinite: never. */
  readonly until: number;
}

/** How one kind of mark follows from the state. */
export interface Maker {
  /** The ids that may look different after `after` than before `before`. */
  readonly touched: (before: State, after: State) => Iterable<string>;
  /** The mark at a time; null where there is nothing to show. */
  readonly make: (state: State, id: string, now: number) => Made | null;
}

export const IN_PLACE = [0, 0] as const;
/** A mark that is drawn, and named, at any zoom. */
export const ALWAYS = { offset: IN_PLACE, from: 0, named: 0 } as const;

export function sameMark(one: Mark, other: Mark): boolean {
  return (
    one.lon === other.lon &&
    one.lat === other.lat &&
    one.icon === other.icon &&
    one.label === other.label &&
    one.offset[0] === other.offset[0] &&
    one.offset[1] === other.offset[1] &&
    one.rank === other.rank &&
    one.from === other.from &&
    one.named === other.named
  );
}
