/**
 * The glyphs of urgency, one for each of `urgency.ts`: the list draws them as SVG, the map into a canvas, from these
 * same outlines. Shape first: each is told from the others without its colour.
 */

import type { Glyph } from "./urgency";

export interface UrgencyShape {
  /** An SVG path in a square of 34. */
  readonly path: string;
  /** Which colour of the look it has; a drill is violet whatever it is. */
  readonly colour: "red" | "amber" | "text" | "green";
  readonly filled: boolean;
  /** What is written in it. */
  readonly mark: "!" | "✓" | "";
  /** How far below the middle that stands, in the same measure. */
  readonly down: number;
}

export const GLYPH_SIZE = 34;

const SQUARE = "M5 5H29V29H5Z";
const DISC = "M17 5A12 12 0 1 1 17 29A12 12 0 1 1 17 5Z";

export const URGENCY_SHAPES: { readonly [G in Glyph]: UrgencyShape } = {
  nobody: { path: "M11 2H23L32 11V23L23 32H11L2 23V11Z", colour: "red", filled: true, mark: "!", down: 0.5 },
  late: { path: SQUARE, colour: "red", filled: true, mark: "!", down: 0.5 },
  missed: { path: SQUARE, colour: "red", filled: true, mark: "", down: 0 },
  pressing: { path: "M17 3L32 29H2Z", colour: "amber", filled: true, mark: "", down: 0 },
  running: { path: DISC, colour: "text", filled: true, mark: "", down: 0 },
  closing: { path: DISC, colour: "green", filled: false, mark: "✓", down: 0.5 },
};
