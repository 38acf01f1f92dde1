/** Paints what was laid out: glyphs from behind to the front, a ring around what is selected, counts, names. */

import type { Colours } from "../colours";
import type { Room, Seen } from "./labels";
import { GLYPH_SCALE, type Sprites } from "./sprites";

export interface Means {
  readonly selected: string;
  readonly sprites: Sprites;
  readonly colours: Colours;
}

const RING_PX = 19;
const BADGE_PX = 15;

export function paint(canvas: HTMLCanvasElement, room: Room, seen: readonly Seen[], means: Means): void {
  const scale = devicePixelRatio;
  const [width, height] = [Math.round(room.width * scale), Math.round(room.height * scale)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, room.width, room.height);
  for (let index = seen.length - 1; index >= 0; index--) glyph(pen, seen[index] as Seen, means);
  for (const each of seen) words(pen, each, means, scale);
}

type Pen = CanvasRenderingContext2D;

function glyph(pen: Pen, { spot: { key, mark, x, y, behind } }: Seen, { selected, sprites, colours }: Means): void {
  const picture = sprites.glyph(mark.icon);
  if (picture === null) return;
  const size = picture.width / GLYPH_SCALE;
  pen.drawImage(picture, x - size / 2, y - size / 2, size, size);
  if (key === selected) ring(pen, x, y, colours);
  if (behind.length > 0 && mark.kind !== "station" && mark.kind !== "hydrant") {
    badge(pen, x + 13, y - 12, behind.length + 1, colours);
  }
}

function ring(pen: Pen, x: number, y: number, colours: Colours): void {
  for (const [width, colour] of [
    [6, colours.page],
    [3, colours.text],
  ] as const) {
    pen.beginPath();
    pen.arc(x, y, RING_PX, 0, 2 * Math.PI);
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.stroke();
  }
}

/** How many stand here. */
function badge(pen: Pen, x: number, y: number, count: number, colours: Colours): void {
  const text = String(count);
  const half = Math.max(BADGE_PX, text.length * 7 + 7) / 2;
  pen.beginPath();
  pen.roundRect(x - half, y - BADGE_PX / 2, half * 2, BADGE_PX, BADGE_PX / 2);
  pen.fillStyle = colours.text;
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = colours.page;
  pen.stroke();
  pen.fillStyle = colours.page;
  pen.font = "700 11px sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, x, y + 0.5);
}

function words(pen: Pen, { spot, label }: Seen, { sprites }: Means, scale: number): void {
  if (label === null) return;
  const { kind } = spot.mark;
  const tone = kind === "closure" ? "amber" : kind === "station" || kind === "hydrant" ? "second" : "text";
  const picture = sprites.words(label.lines, tone, scale);
  if (picture === null) return;
  const { left, top } = label.box;
  pen.drawImage(picture, left, top, picture.width / scale, picture.height / scale);
}
