/** What lies between the roads: rivers, parks, railways. Faint, so that nobody takes the ground for a mark. */

import type { FilterSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";
import { type Colours, mixed } from "./colours";
import { LAND_ADDRESS } from "./hub";
import { FONT, textPaint } from "./lettering";

export const LAND: SourceSpecification = { type: "geojson", data: LAND_ADDRESS, tolerance: 0.3 };

/** Below the buildings and the roads. */
export function landLayers(colours: Colours): LayerSpecification[] {
  return [
    area("green", mixed(colours.page, colours.green, 0.16)),
    area("water", mixed(colours.page, colours.blue, 0.18)),
    {
      id: "land-rail",
      type: "line",
      source: "land",
      minzoom: 11,
      filter: ofKind("rail"),
      layout: { "line-cap": "butt", "line-join": "round" },
      paint: {
        "line-color": mixed(colours.second, colours.page, 0.35),
        "line-width": ["interpolate", ["linear"], ["zoom"], 11, 1, 16, 4],
        "line-dasharray": ["case", ["has", "below"], ["literal", [2, 1.2]], ["literal", [1, 0]]],
      },
    },
    {
      id: "land-stop",
      type: "circle",
      source: "land",
      minzoom: 12,
      filter: ofKind("stop"),
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 12, 2.5, 16, 6],
        "circle-color": colours.page,
        "circle-stroke-color": mixed(colours.second, colours.page, 0.2),
        "circle-stroke-width": 2,
      },
    },
  ];
}

/** Above the roads, below the marks. */
export function landNames(colours: Colours, light: boolean): LayerSpecification[] {
  const water: LayerSpecification = {
    id: "name-water",
    type: "symbol",
    source: "land",
    minzoom: 12,
    filter: ofKind("water"),
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 14, "text-letter-spacing": 0.4 },
    paint: textPaint(mixed(colours.blue, colours.second, 0.3), colours),
  };
  return light
    ? [water]
    : [water, named("green", 13, mixed(colours.green, colours.second, 0.4), colours), stops(colours)];
}

function stops(colours: Colours): LayerSpecification {
  const layer = named("stop", 13, colours.second, colours);
  return { ...layer, layout: { ...layer.layout, "text-anchor": "top", "text-offset": [0, 0.6] } } as LayerSpecification;
}

function named(kind: string, minzoom: number, colour: string, colours: Colours): LayerSpecification {
  return {
    id: `name-${kind}`,
    type: "symbol",
    source: "land",
    minzoom,
    filter: ["all", ["has", "name"], ofKind(kind)] as FilterSpecification,
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12 },
    paint: textPaint(colour, colours),
  };
}

function area(kind: "green" | "water", colour: string): LayerSpecification {
  return {
    id: `land-${kind}`,
    type: "fill",
    source: "land",
    filter: ofKind(kind),
    paint: { "fill-color": colour, "fill-antialias": true },
  };
}

function ofKind(kind: string): FilterSpecification {
  return ["==", ["get", "kind"], kind] as FilterSpecification;
}
