/** What the shapes of the map mean: folded until somebody asks. */

import { useComputed, useSignal } from "@preact/signals";
import { t } from "../language/language";
import { look } from "../look/look";
import { readColours } from "./colours";
import { glyphAddress } from "./glyphs";
import { legend } from "./legend";

export function Legend() {
  const shown = useSignal(false);
  return (
    <div class="map-legend">
      <button
        type="button"
        aria-expanded={shown.value}
        onClick={() => {
          shown.value = !shown.value;
        }}
      >
        {t("map.legend")}
      </button>
      {shown.value && <Glyphs />}
    </div>
  );
}

function Glyphs() {
  const addresses = useComputed(() => {
    look.value; // colours are read anew
    const colours = readColours();
    return new Map(legend().flatMap(({ rows }) => rows.map(({ icon }) => [icon, glyphAddress(icon, colours)])));
  });
  return (
    <div class="legend-glyphs">
      {legend().map(({ title, rows }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul>
            {rows.map(({ icon, words }) => (
              <li key={icon}>
                <img src={addresses.value.get(icon)} alt="" width="26" height="26" />
                {words}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
