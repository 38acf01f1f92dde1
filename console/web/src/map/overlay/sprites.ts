/** Pictures of glyphs and of names, drawn once and then copied: writing letters anew costs more than all the rest. */

import type { Colours } from "../colours";
import { drawGlyph, SCALE } from "../glyphs";
import { LETTER_PX, LINE_PX } from "./labels";

const KEPT_AT_MOST = 1200;

export class Sprites {
  private readonly kept = new Map<string, HTMLCanvasElement | null>();
  private readonly widths = new Map<string, number>();
  private readonly ruler = document.createElement("canvas").getContext("2d");

  constructor(private colours: Colours) {}

  redress(colours: Colours): void {
    this.colours = colours;
    this.kept.clear();
  }

  /** The picture of a glyph; null for a name that means none. */
  glyph(name: string): HTMLCanvasElement | null {
    return this.of(`glyph ${name}`, () => {
      const image = drawGlyph(name, this.colours);
      if (image === null) return null;
      const canvas = sheet(image.width, image.height);
      canvas.getContext("2d")?.putImageData(image, 0, 0);
      return canvas;
    });
  }

  /** The picture of a name, its lines below each other. */
  words(lines: readonly string[], tone: "text" | "second" | "amber", scale: number): HTMLCanvasElement | null {
    return this.of(`words ${tone} ${scale} ${lines.join("\n")}`, () => {
      const width = Math.max(...lines.map(this.measure)) + 4;
      const canvas = sheet(Math.ceil(width * scale), Math.ceil(lines.length * LINE_PX * scale));
      const pen = canvas.getContext("2d");
      if (pen === null) return null;
      pen.scale(scale, scale);
      this.hold(pen);
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      pen.lineWidth = 3.5;
      pen.strokeStyle = this.colours.page;
      for (const [number, line] of lines.entries()) {
        const y = (number + 0.5) * LINE_PX;
        pen.fillStyle = number === 0 ? this.colours[tone] : this.colours.second;
        pen.strokeText(line, width / 2, y);
        pen.fillText(line, width / 2, y);
      }
      return canvas;
    });
  }

  /** The width of a text in pixels. */
  readonly measure = (text: string): number => {
    const known = this.widths.get(text);
    if (known !== undefined) return known;
    if (this.ruler !== null) this.hold(this.ruler);
    const width = this.ruler?.measureText(text).width ?? text.length * LETTER_PX;
    if (this.widths.size > KEPT_AT_MOST * 4) this.widths.clear();
    this.widths.set(text, width);
    return width;
  };

  private hold(pen: CanvasRenderingContext2D): void {
    pen.font = `${LETTER_PX}px ${getComputedStyle(document.documentElement).fontFamily}`;
  }

  private of(name: string, make: () => HTMLCanvasElement | null): HTMLCanvasElement | null {
    const known = this.kept.get(name);
    if (known !== undefined) return known;
    if (this.kept.size >= KEPT_AT_MOST) this.kept.clear();
    const made = make();
    this.kept.set(name, made);
    return made;
  }
}

export const GLYPH_SCALE = SCALE;

function sheet(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}
