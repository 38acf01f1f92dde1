/** The map's style from the look's colours: grey and flat, so that marks are what is seen (screens, §2 Map). */

import type {
  ExpressionSpecification,
  LayerSpecification,
  LineLayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import type { Language } from "../language/language";
import { type Colours, mixed } from "./colours";
import { BUILDINGS_ADDRESS, type DistrictMap, roadsAddress, tilesAddress } from "./hub";
import { FONT, textPaint } from "./lettering";
import { LAND, landLayers, landNames } from "./style_land";
import { type LiveWanted, liveLayers, liveSources } from "./style_live";

export interface Wanted extends LiveWanted {
  readonly district: DistrictMap;
  readonly language: Language;
  /** A cheap phone's map: no buildings, no shading, no names of streets below the main ones. */
  readonly light: boolean;
}

interface RoadLayer {
  readonly classes: readonly string[];
  readonly minzoom: number;
  /** Width at zoom 12 and at zoom 17. */
  readonly width: readonly [number, number];
  readonly dashed?: boolean;
}

/** From the ground up: minor ways lie below major ones. */
const ROADS: Readonly<Record<string, RoadLayer>> = {
  steps: { classes: ["steps"], minzoom: 15, width: [0.5, 3], dashed: true },
  footway: { classes: ["footway"], minzoom: 15, width: [0.5, 1.5], dashed: true },
  service: { classes: ["service", "pedestrian"], minzoom: 14, width: [0.5, 4] },
  residential: { classes: ["residential"], minzoom: 13, width: [0.8, 7] },
  tertiary: { classes: ["tertiary"], minzoom: 12, width: [1, 9] },
  secondary: { classes: ["secondary"], minzoom: 11, width: [1.4, 11] },
  primary: { classes: ["trunk", "primary"], minzoom: 0, width: [2, 14] },
};

export function mapStyle(wanted: Wanted): StyleSpecification {
  const { colours, district, light } = wanted;
  return {
    version: 8,
    light: { anchor: "viewport", intensity: 0.2 },
    sources: { roads: roadSource(district), land: LAND, ...(light ? {} : { buildings: BUILDINGS }), ...liveSources() },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": mixed(colours.page, colours.surface, 0.6) } },
      ...landLayers(colours),
      ...(light ? [] : buildingLayers(colours)),
      ...Object.entries(ROADS).map(([name, road]) => roadLayer(name, road, wanted)),
      ...roadNames(wanted),
      ...landNames(colours, light),
      ...liveLayers(wanted),
    ],
  };
}

const BUILDINGS: SourceSpecification = { type: "geojson", data: BUILDINGS_ADDRESS, tolerance: 0.2 };

function roadSource(district: DistrictMap): SourceSpecification {
  if (district.roads === "geojson") return { type: "geojson", data: roadsAddress(district), tolerance: 0.3 };
  const { minzoom, maxzoom } = district.tiles;
  return { type: "vector", tiles: [tilesAddress(district)], minzoom, maxzoom, bounds: [...district.bounds] };
}

/** Tiles name their layer; GeoJSON has none. */
function layerOf({ roads, tiles }: DistrictMap): { "source-layer"?: string } {
  return roads === "tiles" ? { "source-layer": tiles.layer } : {};
}

function roadLayer(name: string, road: RoadLayer, { colours, district }: Wanted): LineLayerSpecification {
  const [narrow, wide] = road.width;
  return {
    id: `road-${name}`,
    type: "line",
    source: "roads",
    ...layerOf(district),
    minzoom: road.minzoom,
    filter: ["in", ["get", "class"], ["literal", [...road.classes]]],
    layout: road.dashed === true ? {} : { "line-cap": "round", "line-join": "round" },
    paint: {
      // A bridge stands out from the water below it.
      "line-color": [
        "case",
        [">", ["coalesce", ["get", "level"], 0], 0],
        mixed(colours.line, colours.second, 0.4),
        mixed(colours.line, colours.raised, name === "primary" ? 0.45 : 0.65),
      ],
      "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 8, narrow / 2, 12, narrow, 17, wide],
      // What lies below the ground is there, and not in the way.
      "line-opacity": ["case", ["<", ["coalesce", ["get", "level"], 0], 0], 0.45, 1],
      ...(road.dashed === true ? { "line-dasharray": name === "steps" ? [0.6, 0.6] : [3, 2] } : {}),
    },
  };
}

/** Names along the streets: each from the zoom at which its street is more than a hair. */
function roadNames(wanted: Wanted): LayerSpecification[] {
  const { colours, district, light } = wanted;
  const from = { primary: 12, secondary: 13, tertiary: 14, residential: 15, service: 16, footway: 17 };
  const shown = Object.entries(from).filter(([name]) => !light || name === "primary" || name === "secondary");
  return shown.map(([name, minzoom]) => ({
    id: `name-${name}`,
    type: "symbol",
    source: "roads",
    ...layerOf(district),
    minzoom,
    filter: ["all", ["has", "name"], ["in", ["get", "class"], ["literal", [...(ROADS[name]?.classes ?? [])]]]],
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 350,
      "text-field": nameIn(wanted.language),
      "text-font": FONT,
      "text-size": ["interpolate", ["linear"], ["zoom"], 12, 11, 17, 14],
      "text-max-angle": 35,
    },
    paint: textPaint(colours.second, colours),
  }));
}

function buildingLayers(colours: Colours): LayerSpecification[] {
  const wall = mixed(colours.raised, colours.line, 0.12);
  return [
    {
      id: "building-ground",
      type: "fill",
      source: "buildings",
      minzoom: 14,
      paint: { "fill-color": wall, "fill-outline-color": mixed(colours.raised, colours.line, 0.3) },
    },
    {
      id: "building",
      type: "fill-extrusion",
      source: "buildings",
      minzoom: 15,
      // A height that nobody knows is not drawn as one.
      filter: ["has", "height_m"],
      paint: {
        "fill-extrusion-color": mixed(colours.raised, colours.line, 0.4),
        "fill-extrusion-height": ["interpolate", ["linear"], ["zoom"], 15, 0, 15.6, ["get", "height_m"]],
        "fill-extrusion-opacity": 0.7,
      },
    },
    {
      id: "name-building",
      type: "symbol",
      source: "buildings",
      minzoom: 16,
      filter: ["all", ["has", "name"], ["!", ["in", "未命名", ["get", "name"]]]],
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-max-width": 8 },
      paint: textPaint(colours.second, colours),
    },
  ];
}

function nameIn(language: Language): ExpressionSpecification {
  return language === "en" ? ["coalesce", ["get", "name_en"], ["get", "name"]] : ["get", "name"];
}
