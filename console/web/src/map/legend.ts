/** The legend's rows: each glyph as the map draws it, and what it means. */

import { GLYPHS, type Glyph } from "../derived/urgency";
import { t } from "../language/language";
import { wireWord } from "../language/wire_words";

export interface LegendRow {
  readonly icon: string;
  readonly words: string;
}

export interface LegendPart {
  readonly title: string;
  readonly rows: readonly LegendRow[];
}

export function legend(): LegendPart[] {
  const unit = (mode: string, doing: string, certainty: string, tone: string): string =>
    `unit/${mode}/${doing}/${certainty}/${tone}`;
  return [
    { title: t("map.legend.incidents"), rows: incidentRows() },
    {
      title: t("map.legend.units"),
      rows: [
        ...(["foot", "motorcycle", "engine", "aerial"] as const).map((mode) => ({
          icon: unit(mode, "idle", "fresh", "idle"),
          words: wireWord("mode", mode),
        })),
        { icon: unit("engine", "called", "fresh", "active"), words: wireWord("milestone", "assigned") },
        { icon: unit("engine", "acknowledged", "fresh", "active"), words: wireWord("milestone", "acknowledged") },
        { icon: unit("engine", "en_route", "fresh", "active"), words: wireWord("milestone", "en_route") },
        { icon: unit("engine", "on_scene", "fresh", "active"), words: wireWord("milestone", "on_scene") },
        { icon: unit("engine", "en_route", "estimate", "active"), words: t("map.legend.estimate") },
        { icon: unit("engine", "en_route", "old", "active"), words: t("map.legend.old") },
      ],
    },
    {
      title: t("map.legend.places"),
      rows: [
        { icon: "station/brigade/ready", words: t("map.legend.brigade") },
        { icon: "station/micro/ready", words: t("map.legend.micro") },
        { icon: "station/micro/not_ready", words: t("map.legend.not_ready") },
        { icon: "hydrant/outdoor/works", words: t("map.legend.water") },
        { icon: "hydrant/outdoor/dry", words: t("map.legend.dry") },
        { icon: "entrance/crew", words: t("map.legend.entrance") },
        { icon: "condition/watch", words: t("map.legend.condition") },
        { icon: "closed", words: t("map.legend.closed") },
      ],
    },
  ];
}

function incidentRows(): LegendRow[] {
  return GLYPHS.map((glyph) => ({ icon: `incident/${glyph}/real${MINUTES[glyph]}`, words: t(`map.legend.${glyph}`) }));
}

/** An example of the number in it. */
const MINUTES: { readonly [G in Glyph]: string } = {
  nobody: "",
  late: "",
  missed: "",
  pressing: "/1",
  running: "/3",
  closing: "",
};
