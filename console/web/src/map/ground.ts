/** What a map is to the rest of the page, whether WebGL draws it or plain SVG. */

import type { Feature } from "geojson";
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

export interface Focus {
  readonly lon: number;
  readonly lat: number;
  readonly zoom?: number;
}

/** The shapes that are replaced as a whole when one of them changes; they are few. */
export type Shapes = "shade" | "closures" | "routes" | "ghosts" | "drawing";

export interface Heard {
  readonly onMark: (mark: Selected) => void;
  readonly onPlace: (place: Pointed) => void;
}

export interface Ground {
  /** Draw what differs; many calls within a frame are one picture. */
  readonly putMarks: (difference: Difference) => void;
  readonly putShapes: (name: Shapes, features: readonly Feature[]) => void;
  readonly select: (selected: Selected | null) => void;
  /** The look or the language was switched. */
  readonly redress: (wanted: Wanted) => void;
  readonly goTo: (focus: Focus) => void;
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
