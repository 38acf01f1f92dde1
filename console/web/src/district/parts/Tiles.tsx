/** A row of figures with their names; grey until one says that something is wrong. */

import "./tiles.css";

export interface Tile {
  readonly name: string;
  readonly value: string;
  /** What it says: nothing amiss unless told. Its glyph stands for the colour. */
  readonly tone?: "red" | "amber" | "green" | undefined;
}

const GLYPHS = { red: "■", amber: "▲", green: "✓" } as const;

export function Tiles({ tiles }: { readonly tiles: readonly Tile[] }) {
  return (
    <dl class="tiles">
      {tiles.map(({ name, value, tone }) => (
        <div key={name} class={tone}>
          <dt>{name}</dt>
          <dd class="digits">
            {tone !== undefined && <span aria-hidden="true">{GLYPHS[tone]} </span>}
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
