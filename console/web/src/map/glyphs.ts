/**
 * The glyphs of the map, drawn into canvases when one is first needed. A glyph's name says all about it:
 *
 * `unit/MODE/DOING/CERTAINTY/TONE` · `incident/GLYPH/real|drill/MINUTES` · `station/brigade|micro/ready|not_ready` ·
 * `hydrant/KIND/works|dry` · `entrance/crew|engine` · `condition/watch|calm` · `closed` · `pin` · `arrow` · `corner`
 */

import type { Glyph } from "../derived/urgency";
import { URGENCY_SHAPES } from "../derived/urgency_shapes";
import type { Certainty } from "./age";
import type { Colours } from "./colours";
import type { UnitActivity } from "./marks/units";

/** Pixels of the canvas for each pixel of the screen. */
export const SCALE = 2;
const SIZE = 34;
const MIDDLE = SIZE / 2;

type Pen = CanvasRenderingContext2D;

/** Draw a glyph; null for a name that means none. */
export function drawGlyph(name: string, colours: Colours): ImageData | null {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * SCALE;
  const pen = canvas.getContext("2d");
  if (pen === null) return null;
  pen.scale(SCALE, SCALE);
  pen.lineJoin = pen.lineCap = "round";
  const [what = "", ...rest] = name.split("/");
  const draw = DRAWERS[what];
  if (draw === undefined) return null;
  draw(pen, rest, colours);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** A glyph as an address that an image can show. */
export function glyphAddress(name: string, colours: Colours): string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * SCALE;
  const image = drawGlyph(name, colours);
  if (image !== null) canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

const DRAWERS: Readonly<Record<string, (pen: Pen, rest: readonly string[], colours: Colours) => void>> = {
  unit: drawUnit,
  incident: drawIncident,
  station: drawStation,
  closed: drawClosed,
  hydrant: drawHydrant,
  entrance: drawEntrance,
  condition: drawCondition,
  pin: drawPin,
  arrow: drawArrow,
  corner: drawCorner,
};

/** ● ▲ ■ ◆ by mode; how much is filled says what it is doing; the outline how certain the place is. */
function drawUnit(pen: Pen, rest: readonly string[], colours: Colours): void {
  const [mode = "", doing, certainty, tone] = rest as [string, UnitActivity, Certainty, string];
  const own = tone === "drill" ? colours.violet : tone === "active" ? colours.blue : colours.second;
  const colour = certainty === "old" ? colours.stale : own;
  const shape = outlineOf(mode);
  halo(pen, shape, colours);
  pen.fillStyle = colours.page;
  pen.fill(shape);
  pen.save();
  pen.clip(shape);
  pen.fillStyle = colour;
  if (doing === "en_route" || doing === "on_scene") pen.fillRect(0, 0, SIZE, SIZE);
  if (doing === "acknowledged") pen.fillRect(0, MIDDLE, SIZE, MIDDLE);
  if (certainty === "old") hatch(pen, doing === "idle" ? colours.stale : colours.page);
  pen.restore();
  if (doing === "called") dot(pen, colour);
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.setLineDash(certainty === "estimate" ? [3, 4] : []);
  pen.stroke(shape);
  if (doing === "on_scene") {
    pen.beginPath();
    pen.arc(MIDDLE, MIDDLE, 14.5, 0, 2 * Math.PI);
    pen.stroke();
  }
}

function outlineOf(mode: string): Path2D {
  if (mode === "motorcycle") return polygon(3, 11.5, -90);
  if (mode === "engine") return polygon(4, 11, -45);
  if (mode === "aerial") return polygon(4, 11.5, -90);
  const circle = new Path2D();
  circle.arc(MIDDLE, MIDDLE, 8.5, 0, 2 * Math.PI);
  return circle;
}

/** The list's own glyph of how urgent it is, in it the minutes that are left; a drill is violet and hatched. */
function drawIncident(pen: Pen, [glyph, reality, minutes = ""]: readonly string[], colours: Colours): void {
  const { path, colour: own, filled, mark: sign, down } = URGENCY_SHAPES[glyph as Glyph];
  const mark = sign || minutes;
  const drill = reality === "drill";
  const colour = drill ? colours.violet : colours[own];
  const shape = new Path2D(path);
  halo(pen, shape, colours);
  pen.fillStyle = filled && !drill ? colour : colours.page;
  pen.fill(shape);
  if (drill) {
    pen.save();
    pen.clip(shape);
    hatch(pen, colour);
    pen.restore();
    if (mark !== "") {
      pen.fillStyle = colours.page;
      pen.fill(disc(8));
    }
  }
  pen.strokeStyle = colour;
  pen.lineWidth = 2.5;
  pen.stroke(shape);
  pen.fillStyle = filled && !drill ? colours["on-colour"] : colour;
  write(pen, mark, glyph === "pressing" ? 4 : down || 0.5);
}

/** A pentagon, filled for the brigade's own; slashed where nobody could leave. */
function drawStation(pen: Pen, [size, ready]: readonly string[], colours: Colours): void {
  const shape = polygon(5, size === "brigade" ? 12 : 9.5, -90, 1);
  halo(pen, shape, colours);
  const colour = ready === "ready" ? colours.second : colours.amber;
  pen.fillStyle = size === "brigade" && ready === "ready" ? colour : colours.page;
  pen.fill(shape);
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.stroke(shape);
  if (ready === "ready") return;
  pen.beginPath();
  pen.moveTo(MIDDLE - 11, MIDDLE + 11);
  pen.lineTo(MIDDLE + 11, MIDDLE - 11);
  pen.stroke();
}

function drawClosed(pen: Pen, _rest: readonly string[], colours: Colours): void {
  const shape = disc(9);
  halo(pen, shape, colours);
  pen.fillStyle = colours.page;
  pen.fill(shape);
  pen.strokeStyle = colours.amber;
  pen.lineWidth = 2;
  pen.stroke(shape);
  pen.lineWidth = 3;
  pen.beginPath();
  for (const side of [-1, 1]) {
    pen.moveTo(MIDDLE - 4, MIDDLE - 4 * side);
    pen.lineTo(MIDDLE + 4, MIDDLE + 4 * side);
  }
  pen.stroke();
}

/** A drop in a ring for a hydrant outside, in a square for a tank; crossed out where it gives no water. */
function drawHydrant(pen: Pen, [kind, works]: readonly string[], colours: Colours): void {
  const colour = works === "works" ? colours.blue : colours.amber;
  const shape = kind === "tank" ? polygon(4, 10, -45) : disc(7.5);
  halo(pen, shape, colours);
  pen.fillStyle = colours.page;
  pen.fill(shape);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.75;
  pen.stroke(shape);
  pen.fillStyle = colour;
  const drop = new Path2D();
  drop.moveTo(MIDDLE, MIDDLE - 5);
  drop.bezierCurveTo(MIDDLE + 5, MIDDLE + 1, MIDDLE + 3, MIDDLE + 4.5, MIDDLE, MIDDLE + 4.5);
  drop.bezierCurveTo(MIDDLE - 3, MIDDLE + 4.5, MIDDLE - 5, MIDDLE + 1, MIDDLE, MIDDLE - 5);
  pen.fill(drop);
  if (works === "works") return;
  pen.lineWidth = 2.5;
  pen.beginPath();
  pen.moveTo(MIDDLE - 8, MIDDLE + 8);
  pen.lineTo(MIDDLE + 8, MIDDLE - 8);
  pen.stroke();
}

/** A door: open for people, broad for engines. */
function drawEntrance(pen: Pen, [whom]: readonly string[], colours: Colours): void {
  const half = whom === "engine" ? 7.5 : 5;
  const shape = new Path2D();
  shape.rect(MIDDLE - half, MIDDLE - 7, half * 2, 14);
  halo(pen, shape, colours);
  pen.fillStyle = colours.green;
  pen.fill(shape);
  pen.fillStyle = colours["on-colour"];
  pen.fill(polygon(3, 4, 90));
}

/** A small dial: something was said there that is no alarm. Amber where somebody should look soon. */
function drawCondition(pen: Pen, [tone]: readonly string[], colours: Colours): void {
  const shape = disc(6.5);
  halo(pen, shape, colours);
  pen.fillStyle = colours.page;
  pen.fill(shape);
  pen.strokeStyle = tone === "watch" ? colours.amber : colours.second;
  pen.lineWidth = 2;
  pen.stroke(shape);
  pen.beginPath();
  pen.moveTo(MIDDLE - 2, MIDDLE + 2);
  pen.lineTo(MIDDLE + 3, MIDDLE - 3);
  pen.stroke();
}

/** The place of a call that is being written down: nothing else has this shape. */
function drawPin(pen: Pen, _rest: readonly string[], colours: Colours): void {
  const shape = new Path2D();
  shape.arc(MIDDLE, MIDDLE - 6, 8, Math.PI * 0.85, Math.PI * 0.15);
  shape.lineTo(MIDDLE, MIDDLE + 12);
  shape.closePath();
  halo(pen, shape, colours);
  pen.fillStyle = colours.text;
  pen.fill(shape);
  pen.fillStyle = colours.page;
  const eye = new Path2D();
  eye.arc(MIDDLE, MIDDLE - 6, 3, 0, 2 * Math.PI);
  pen.fill(eye);
}

/** Points to the right: symbols along a line are turned into its direction. */
function drawArrow(pen: Pen, _rest: readonly string[], colours: Colours): void {
  pen.strokeStyle = colours.page;
  pen.lineWidth = 2.5;
  pen.beginPath();
  pen.moveTo(MIDDLE - 2.5, MIDDLE - 4);
  pen.lineTo(MIDDLE + 2.5, MIDDLE);
  pen.lineTo(MIDDLE - 2.5, MIDDLE + 4);
  pen.stroke();
}

function drawCorner(pen: Pen, _rest: readonly string[], colours: Colours): void {
  pen.fillStyle = colours.amber;
  pen.strokeStyle = colours.page;
  pen.lineWidth = 2;
  pen.fill(disc(5));
  pen.stroke(disc(5));
}

function polygon(corners: number, radius: number, turnDegrees: number, down = 0): Path2D {
  const path = new Path2D();
  for (let corner = 0; corner < corners; corner++) {
    const turn = ((turnDegrees + (360 * corner) / corners) * Math.PI) / 180;
    path.lineTo(MIDDLE + radius * Math.cos(turn), MIDDLE + down + radius * Math.sin(turn));
  }
  path.closePath();
  return path;
}

function disc(radius: number): Path2D {
  const path = new Path2D();
  path.arc(MIDDLE, MIDDLE, radius, 0, 2 * Math.PI);
  return path;
}

/** A rim of the ground's colour, so that a glyph is seen on any road. */
function halo(pen: Pen, shape: Path2D, colours: Colours): void {
  pen.strokeStyle = colours.page;
  pen.lineWidth = 6;
  pen.stroke(shape);
}

function hatch(pen: Pen, colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 1.75;
  pen.beginPath();
  for (let at = -SIZE; at < SIZE; at += 5) {
    pen.moveTo(at, SIZE);
    pen.lineTo(at + SIZE, 0);
  }
  pen.stroke();
}

function dot(pen: Pen, colour: string): void {
  pen.fillStyle = colour;
  pen.fill(disc(3));
}

function write(pen: Pen, text: string, down: number): void {
  pen.font = "700 14px sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, MIDDLE, MIDDLE + down);
}
