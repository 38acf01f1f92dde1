/** How urgent an incident is, as a shape: the map draws the same. */

import type { Glyph } from "../../derived/urgency";
import { GLYPH_SIZE, URGENCY_SHAPES } from "../../derived/urgency_shapes";

export function UrgencyGlyph({ of, drill }: { readonly of: Glyph; readonly drill: boolean }) {
  const { path, colour, filled, mark, down } = URGENCY_SHAPES[of];
  const middle = GLYPH_SIZE / 2;
  return (
    <svg
      class={`urgency ${drill ? "violet" : colour} ${filled && !drill ? "filled" : "hollow"}`}
      viewBox={`0 0 ${GLYPH_SIZE} ${GLYPH_SIZE}`}
      data-urgency={of}
      aria-hidden="true"
    >
      <path d={path} />
      {mark !== "" && (
        <text x={middle} y={middle + down}>
          {mark}
        </text>
      )}
    </svg>
  );
}
