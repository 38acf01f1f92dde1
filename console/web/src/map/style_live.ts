/** The layers of what changes: shading, closures, routes, plans, and what is being drawn. Marks have a sheet of their own. */

import type { LayerSpecification, SourceSpecification } from "maplibre-gl";
import type { Look } from "../look/look";
import type { Colours } from "./colours";

export interface LiveWanted {
  readonly colours: Colours;
  readonly look: Look;
  /** A cheap phone's map: no shading. */
  readonly light: boolean;
}

/** The sources that the page fills; each takes differences. */
export const LIVE_SOURCES = ["shade", "closures", "routes", "ghosts", "drawing"] as const;
export type LiveSource = (typeof LIVE_SOURCES)[number];

export function liveSources(): Record<LiveSource, SourceSpecification> {
  const empty = { type: "FeatureCollection" as const, features: [] };
  const source: SourceSpecification = { type: "geojson", data: empty, promoteId: "key" };
  return { shade: source, closures: source, routes: source, ghosts: source, drawing: source };
}

export function liveLayers({ colours, look, light }: LiveWanted): LayerSpecification[] {
  return [
    ...(light ? [] : shadeLayers(colours)),
    ...routeLayers(colours, look),
    ...closureLayers(colours),
    ...ghostLayers(colours),
    ...drawingLayers(colours, look),
  ];
}

function shadeLayers(colours: Colours): LayerSpecification[] {
  return [
    {
      id: "shade-roads",
      type: "line",
      source: "shade",
      filter: ["==", ["get", "what"], "roads"],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": colours.blue,
        "line-opacity": 0.28,
        "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 10, 2, 17, 26],
      },
    },
    {
      id: "shade-buildings",
      type: "circle",
      source: "shade",
      minzoom: 13,
      filter: ["all", ["==", ["get", "what"], "building"], ["get", "reached"]],
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 13, 2, 17, 7],
        "circle-color": colours.blue,
        "circle-opacity": 0.45,
      },
    },
  ];
}

/** A light line in a dark casing, with arrows. */
function routeLayers(colours: Colours, look: Look): LayerSpecification[] {
  const line = { "line-cap": "round", "line-join": "round" } as const;
  return [
    {
      id: "route-casing",
      type: "line",
      source: "routes",
      layout: line,
      paint: { "line-color": look === "dark" ? "#000000" : "#11161d", "line-width": 9, "line-opacity": 0.9 },
    },
    {
      id: "route",
      type: "line",
      source: "routes",
      layout: line,
      paint: {
        "line-color": ["case", ["get", "exercise"], look === "dark" ? colours.violet : "#d76ef7", "#a8edff"],
        "line-width": 5,
      },
    },
    {
      id: "route-arrows",
      type: "symbol",
      source: "routes",
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 60,
        "icon-image": `${look}|arrow`,
        "icon-size": 0.8,
        "icon-rotation-alignment": "map",
        "icon-allow-overlap": true,
      },
    },
  ];
}

function closureLayers(colours: Colours): LayerSpecification[] {
  return [
    {
      id: "closure-area",
      type: "fill",
      source: "closures",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colours.amber, "fill-opacity": 0.12 },
    },
    {
      id: "closure",
      type: "line",
      source: "closures",
      filter: ["!=", ["geometry-type"], "Point"],
      paint: { "line-color": colours.amber, "line-width": 4, "line-dasharray": [1.5, 1] },
    },
  ];
}

/** Where crews were planned to be (screens, §7): dashed and hollow, as nothing is that was seen. */
function ghostLayers(colours: Colours): LayerSpecification[] {
  return [
    {
      id: "ghost-ways",
      type: "line",
      source: "ghosts",
      filter: ["!=", ["geometry-type"], "Point"],
      paint: { "line-color": colours.text, "line-width": 2, "line-dasharray": [3, 3], "line-opacity": 0.8 },
    },
    {
      id: "ghosts",
      type: "circle",
      source: "ghosts",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": 9,
        "circle-opacity": 0,
        "circle-stroke-color": colours.text,
        "circle-stroke-width": 2,
        "circle-stroke-opacity": 0.8,
      },
    },
  ];
}

function drawingLayers(colours: Colours, look: Look): LayerSpecification[] {
  return [
    {
      id: "drawing-area",
      type: "fill",
      source: "drawing",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colours.amber, "fill-opacity": 0.2 },
    },
    {
      id: "drawing",
      type: "line",
      source: "drawing",
      filter: ["!=", ["geometry-type"], "Point"],
      paint: { "line-color": colours.amber, "line-width": 6, "line-opacity": 0.8 },
    },
    {
      id: "drawing-corners",
      type: "symbol",
      source: "drawing",
      filter: ["==", ["geometry-type"], "Point"],
      layout: { "icon-image": `${look}|corner`, "icon-allow-overlap": true },
    },
  ];
}
