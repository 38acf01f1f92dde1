/**
 * Closing a lane: by a click on the way, a circle, a polygon, or, for the keyboard, by the street's name. It only draws
 * and asks; the page sends the command.
 *
 * A page holds a `Closing` and gives `closing.features` to the map's `drawing` and its `onPlace` to `closing.point`.
 */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Feature } from "geojson";
import { t } from "../language/language";
import { wireWord } from "../language/wire_words";
import type { ClosureArea } from "../wire/generated";
import { areaOf, clicked, type Drawn, featuresOf, nothingDrawn, radiusOf, type Tool } from "./closing";
import type { Pointed } from "./ground";
import { type MapHub, throwUnlessUnanswered, type Way } from "./hub";
import "./closing.css";

export class Closing {
  readonly drawn: Signal<Drawn> = signal(nothingDrawn("way"));
  readonly found: Signal<readonly Way[] | null> = signal(null);
  /** What is to be said of the last question: no way stands there, or the hub did not answer. */
  readonly complaint: Signal<"nothing_near" | "unanswered" | null> = signal(null);
  readonly features: ReadonlySignal<readonly Feature[]> = computed(() => featuresOf(this.drawn.value));
  readonly area: ReadonlySignal<ClosureArea | null> = computed(() => areaOf(this.drawn.value));

  private questions = 0;

  constructor(private readonly hub: MapHub) {}

  readonly take = (tool: Tool): void => {
    this.drawn.value = nothingDrawn(tool);
    this.found.value = null;
    this.complaint.value = null;
  };

  readonly choose = (way: Way): void => {
    this.drawn.value = { ...nothingDrawn("way"), way };
    this.complaint.value = null;
  };

  /** A click on the map. */
  readonly point = async ({ lon, lat }: Pointed): Promise<void> => {
    if (this.drawn.value.tool !== "way") {
      this.drawn.value = clicked(this.drawn.value, lon, lat);
      return;
    }
    const way = await this.answerTo(this.hub.wayAt(lon, lat));
    if (way === null) this.complaint.value = "nothing_near";
    else if (way !== undefined) this.choose(way);
  };

  /** Look for a street by a part of its name. */
  readonly search = async (name: string): Promise<void> => {
    const wanted = name.trim();
    const found = await this.answerTo(wanted === "" ? Promise.resolve(null) : this.hub.waysNamed(wanted));
    if (found !== undefined) this.found.value = found;
  };

  /** The answer to the newest question; undefined where there is a newer one, or no answer. */
  private async answerTo<Answer>(question: Promise<Answer>): Promise<Answer | undefined> {
    this.questions += 1;
    const number = this.questions;
    try {
      const answer = await question;
      if (number !== this.questions) return undefined;
      this.complaint.value = null;
      return answer;
    } catch (error) {
      throwUnlessUnanswered(error);
      this.complaint.value = "unanswered";
      return undefined;
    }
  }
}

const TOOLS: readonly Tool[] = ["way", "circle", "polygon"];

interface Props {
  readonly closing: Closing;
  readonly onClose: (area: ClosureArea) => void;
  readonly onCancel: () => void;
}

export function ClosingTool({ closing, onClose, onCancel }: Props) {
  const { tool } = closing.drawn.value;
  const area = closing.area.value;
  return (
    <form
      class="closing"
      aria-label={t("map.close.title")}
      onSubmit={(event) => {
        event.preventDefault();
        if (area !== null) onClose(area);
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
