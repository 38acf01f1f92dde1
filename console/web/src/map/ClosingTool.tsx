/**
 * Closing a lane: by a click on the way, a circle, a polygon, or, for the keyboard, by the street's name; why, for whom
 * and until when. It only draws and asks; the page sends the command.
 *
 * A page holds a `Closing` and gives `closing.features` to the map's `drawing` and its `onPlace` to `closing.point`.
 */

import { distance } from "../language/format";
import { t } from "../language/language";
import { wireWord } from "../language/wire_words";
import type { ClosureArea } from "../wire/generated";
import { closedOf, lengthM } from "./area";
import { radiusOf, type Tool } from "./closing";
import type { Closing, Terms } from "./drawn_closing";
import "./closing.css";
import { ClosingTerms } from "./ClosingTerms";

const TOOLS: readonly Tool[] = ["way", "circle", "polygon"];

interface Props {
  readonly closing: Closing;
  /** The modes of the district. */
  readonly modes: readonly string[];
  readonly onClose: (area: ClosureArea, terms: Terms) => void;
  readonly onCancel: () => void;
}

export function ClosingTool({ closing, modes, onClose, onCancel }: Props) {
  const { tool } = closing.drawn.value;
  const area = closing.area.value;
  return (
    <form
      class="closing"
      aria-label={t("map.close.title")}
      onSubmit={(event) => {
        event.preventDefault();
        if (area !== null) onClose(area, closing.terms.peek());
      }}
    >
      <fieldset>
        <legend>{t("map.close.title")}</legend>
        {TOOLS.map((each) => (
          <label key={each}>
            <input type="radio" name="tool" checked={each === tool} onChange={() => closing.take(each)} />
            {t(`map.close.${each}`)}
          </label>
        ))}
      </fieldset>
      <p class="second">{t(`map.close.${tool}_hint`)}</p>
      {tool === "way" ? <ByName closing={closing} /> : <Levels closing={closing} />}
      <output>
        {closing.complaint.value !== null
          ? t(`map.close.${closing.complaint.value}`)
          : area !== null && t("map.close.chosen", { what: told(closing) })}
      </output>
      {closing.clicked.value !== null && <HowMuch closing={closing} />}
      <ClosingTerms terms={closing.terms} modes={modes} />
      <div class="closing-acts">
        <button type="submit" class="closing-act" disabled={area === null}>
          {t("map.close.do")}
        </button>
        <button type="button" class="closing-act" onClick={onCancel}>
          {t("map.close.cancel")}
        </button>
      </div>
    </form>
  );
}

/** Of a way that was clicked: the piece there, or all of it, each with its length. */
function HowMuch({ closing }: { readonly closing: Closing }) {
  const { way, near } = closing.drawn.value;
  if (way === null) return null;
  const [lon = null, lat = null] = closing.clicked.value ?? [];
  const piece = closedOf({ ...NOWHERE, way: way.id, lon, lat }, way.geometry);
  const lengths = { piece: distance(lengthM(piece)), whole: distance(lengthM(way.geometry)) };
  return (
    <fieldset>
      <legend>{t("map.close.how_much")}</legend>
      {(["piece", "whole"] as const).map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="how_much"
            checked={(near == null) === (each === "whole")}
            onChange={() => closing.widen(each === "whole")}
          />
          {t(`map.close.${each}`, { length: lengths[each] })}
        </label>
      ))}
    </fieldset>
  );
}

const NOWHERE: ClosureArea = { way: null, lon: null, lat: null, radius_m: null, polygon: null, levels: null };

/** An area leaves the bridges over it and the tunnels under it open, unless they are meant too. */
function Levels({ closing }: { readonly closing: Closing }) {
  const drawn = closing.drawn.value;
  return (
    <label>
      <input
        type="checkbox"
        checked={drawn.everyLevel === true}
        onChange={(event) => {
          closing.drawn.value = { ...drawn, everyLevel: event.currentTarget.checked };
        }}
      />
      {wireWord("levels", "all")}
    </label>
  );
}

function ByName({ closing }: { readonly closing: Closing }) {
  const found = closing.found.value;
  const chosen = closing.drawn.value.way?.id;
  return (
    <>
      <label>
        {t("map.close.name")}
        <input type="search" onInput={(event) => void closing.search(event.currentTarget.value)} />
      </label>
      {found !== null && found.length === 0 && <p>{t("map.close.none")}</p>}
      {found !== null && found.length > 0 && (
        <ul aria-label={t("map.close.found")}>
          {found.map((way) => (
            <li key={way.id}>
              <button type="button" aria-pressed={way.id === chosen} onClick={() => closing.choose(way)}>
                {way.name || t("map.close.unnamed")} <span class="second">{way.id}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function told({ drawn }: Closing): string {
  const { tool, way, corners } = drawn.value;
  if (tool === "way") return way?.name || t("map.close.unnamed");
  if (tool === "circle") return t("map.close.metres", { metres: radiusOf(drawn.value) ?? 0 });
  return t("map.close.corners", { count: corners.length });
}
