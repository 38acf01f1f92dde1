/** What a map is to the rest of the page, whether WebGL draws it or plain SVG. */

import type { Feature, Position } from "geojson";
import type { Kind } from "./marks/mark";
import type { Difference } from "./marks/marks";
import type { Wanted } from "./style";

/** A mark that a person means. */
export interface Selected {
  readonly kind: Kind;
  readonly id: string;
}

/** A place that a person points at; `building` is the registry's id where one stands there. */
export interface Pointed {
  readonly lon: number;
  readonly lat: number;
  readonly building: string | null;
}

/** Where to look. */
export interface Focus {
  readonly lon: number;
  readonly lat: number;
  readonly zoom?: number;
  /** What is looked at: while it stays the same, a person who moved the map is left where they are. */
  readonly of?: string;
  /** What else is to be seen: the picture is fitted to all of it. */
  readonly also?: readonly Position[];
}

/** The shapes that are replaced as a whole when one of them changes; they are few. */
export type Shapes = "shade" | "closures" | "routes" | "ghosts" | "drawing";

/** In pixels from the upper left corner of a picture of that size. */
export interface Standing {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Moved = "by hand" | "by itself" | "resized";

export interface Heard {
  readonly onMark: (mark: Selected) => void;
  readonly onPlace: (place: Pointed) => void;
  /** The right button, or a finger that rests: there is a call there. */
  readonly onCall: (place: Pointed) => void;
  /** The mark that a pointer rests on. */
  readonly onHover: (mark: Selected | null) => void;
  /** The picture shows another part of the ground now. */
  readonly onMoved: (how: Moved) => void;
}

export interface Ground {
  /** Draw what differs; many calls within a frame are one picture. */
  readonly putMarks: (difference: Difference) => void;
  readonly putShapes: (name: Shapes, features: readonly Feature[]) => void;
  /** Mark what is selected, and name first those that belong to it. */
  readonly select: (selected: Selected | null, related: readonly Selected[]) => void;
  /** The look or the language was switched. */
  readonly redress: (wanted: Wanted) => void;
  /** Look at a place; with others, at all of them. */
  readonly goTo: (focus: Focus) => void;
  /** Where a mark stands in the picture; null where it is not drawn. */
  readonly whereIs: (mark: Selected) => Standing | null;
  readonly zoomBy: (levels: number) => void;
  readonly showWhole: () => void;
  readonly close: () => void;
}

/** A map that was opened. `drawn` is kept when its ground has been drawn, and broken where that cannot be. */
export interface Opened {
  readonly ground: Ground;
  readonly plain: boolean;
  readonly drawn: Promise<void>;
}

export function keyOf({ kind, id }: Selected): string {
  return `${kind}/${id}`;
}
