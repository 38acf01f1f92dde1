/** How names stand on the map. */

import type { Colours } from "./colours";

/** Without `glyphs` the letters are drawn from the reader's own fonts, Chinese ones too. */
export const FONT = ["Noto Sans Regular"];

export function textPaint(colour: string, colours: Colours) {
  return { "text-color": colour, "text-halo-color": colours.page, "text-halo-width": 1.6 };
}
