/** Where names stand: beside their mark, on no other mark and no other name; where there is no room there is none. */

import { around, type Box, Boxes } from "./boxes";
import type { Spot } from "./gather";

export interface Label {
  readonly lines: readonly string[];
  readonly box: Box;
}

/** A mark as it is drawn. */
export interface Seen {
  readonly spot: Spot;
  readonly label: Label | null;
}

export const LETTER_PX = 13;
export const LINE_PX = 16;
const GLYPH_HALF_PX = 14;
const GAP_PX = 2;
const CORNER_PX = 12;
const EDGE_PX = 4;

/** The width of a text in pixels. */
export type Measure = (text: string) => number;

export interface Room {
  readonly width: number;
  readonly height: number;
}

/**
 * Return the label of each mark that gets one. `spots` come foremost first: the first has the first choice. `held` are
 * those that are named first, and may lie on a unit's or a station's glyph: what is selected, and who is coming to it.
 */
export function labelled(
  spots: readonly Spot[],
  held: ReadonlySet<string>,
  zoom: number,
  room: Room,
  measure: Measure,
): Map<Spot, Label> {
  const taken: Taken = { glyphs: new Boxes(), solid: new Boxes() };
  const glyphs = spots.map(({ x, y }) => around(x, y, GLYPH_HALF_PX));
  for (const [index, { mark }] of spots.entries()) {
    (mark.kind === "incident" ? taken.solid : taken.glyphs).add(glyphs[index] as Box);
  }
  const found = new Map<Spot, Label>();
  const put = (spot: Spot, own: Box, must: boolean): void => {
    const label = placed(spot, own, taken, must, room, measure);
    if (label === null) return;
    found.set(spot, label);
    taken.solid.add(label.box);
  };
  for (const must of [true, false]) {
    for (const [index, spot] of spots.entries()) {
      const { label, named } = spot.mark;
      if (label === "" || held.has(spot.key) !== must || (!must && zoom < named)) continue;
      put(spot, glyphs[index] as Box, must);
    }
  }
  return found;
}

interface Taken {
  readonly glyphs: Boxes;
  /** Incidents and names: on these there is never another name. */
  readonly solid: Boxes;
}

const OUTSIDE_WEIGHS = 2;

function placed(spot: Spot, own: Box, taken: Taken, must: boolean, room: Room, measure: Measure): Label | null {
  const lines = spot.mark.label.split("\n");
  const width = Math.max(...lines.map(measure)) + 4;
  const height = lines.length * LINE_PX;
  let best: { box: Box; under: number } | null = null;
  for (const box of candidates(spot, width, height)) {
    if (taken.solid.under(box, own) > 0) continue;
    const under = taken.glyphs.under(box, own) + (inside(box, room) ? 0 : OUTSIDE_WEIGHS);
    if (under === 0) return { lines, box };
    if (best === null || under < best.under) best = { box, under };
  }
  return must && best !== null ? { lines, box: best.box } : null;
}

/** Below, to the right, to the left, above; then across a corner. */
function candidates({ x, y }: Spot, width: number, height: number): Box[] {
  const beside = GLYPH_HALF_PX + GAP_PX;
  const at = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  return [
    at(x - width / 2, y + beside),
    at(x + beside, y - height / 2),
    at(x - beside - width, y - height / 2),
    at(x - width / 2, y - beside - height),
    at(x + CORNER_PX, y + CORNER_PX),
    at(x - CORNER_PX - width, y + CORNER_PX),
    at(x + CORNER_PX, y - CORNER_PX - height),
    at(x - CORNER_PX - width, y - CORNER_PX - height),
  ];
}

function inside({ left, top, right, bottom }: Box, { width, height }: Room): boolean {
  return left >= EDGE_PX && top >= EDGE_PX && right <= width - EDGE_PX && bottom <= height - EDGE_PX;
}
