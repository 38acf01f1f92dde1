/** Drawing what is to be closed: a way, a circle, a polygon. What was clicked so far, as values. */

import type { Feature, Position } from "geojson";
import type { ClosureArea } from "../wire/generated";
import { closedOf, distanceM, ringAround } from "./area";
import type { Way } from "./hub";

export type Tool = "way" | "circle" | "polygon";

export interface Drawn {
  readonly tool: Tool;
  readonly way: Way | null;
  /** Where a way was clicked: only the piece there is closed. Null: all of it. */
  readonly near?: Position | null;
  readonly corners: readonly Position[];
  /** Bridges over an area and tunnels under it too. */
  readonly everyLevel?: boolean;
}

const SMALLEST_M = 5;
const NO_AREA: ClosureArea = { way: null, lon: null, lat: null, radius_m: null, polygon: null, levels: null };

export function nothingDrawn(tool: Tool): Drawn {
  return { tool, way: null, corners: [] };
}

/** Take in a click of the circle's or the polygon's tool. A circle's third click begins another. */
export function clicked(drawn: Drawn, lon: number, lat: number): Drawn {
  const place = [rounded(lon), rounded(lat)];
  const begun = drawn.tool === "circle" && drawn.corners.length >= 2 ? [] : drawn.corners;
  return { ...drawn, corners: [...begun, place] };
}

/** A circle's radius in whole metres; null before both places are known. */
export function radiusOf({ corners: [middle, rim] }: Drawn): number | null {
  return middle === undefined || rim === undefined ? null : Math.max(SMALLEST_M, Math.round(distanceM(middle, rim)));
}

/** What `road.close` takes; null while it is not all there. */
export function areaOf(drawn: Drawn): ClosureArea | null {
  const [middle] = drawn.corners;
  const radius = radiusOf(drawn);
  if (drawn.tool === "way") return drawn.way === null ? null : wayArea(drawn.way, drawn.near);
  if (drawn.tool === "circle") {
    if (middle === undefined || radius === null) return null;
    return {
      ...NO_AREA,
      lon: middle[0] as number,
      lat: middle[1] as number,
      radius_m: radius,
      levels: levelsOf(drawn),
    };
  }
  if (drawn.corners.length < 3) return null;
  const polygon = drawn.corners.map(([lon, lat]) => [lon as number, lat as number] as const);
  return { ...NO_AREA, polygon, levels: levelsOf(drawn) };
}

function wayArea(way: Way, near: Position | null | undefined): ClosureArea {
  const [lon = null, lat = null] = near ?? [];
  return { ...NO_AREA, way: way.id, lon, lat };
}

function levelsOf(drawn: Drawn): "ground" | "all" {
  return drawn.everyLevel === true ? "all" : "ground";
}

/** What the map shows of it. */
export function featuresOf(drawn: Drawn): Feature[] {
  if (drawn.way !== null) {
    const geometry = closedOf(wayArea(drawn.way, drawn.near), drawn.way.geometry);
    return [{ type: "Feature", properties: { key: "way" }, geometry }];
  }
  const corners = drawn.corners.map(
    (coordinates, place): Feature => ({
      type: "Feature",
      properties: { key: `corner/${place}` },
      geometry: { type: "Point", coordinates },
    }),
  );
  const ring = ringOf(drawn);
  if (ring === null) return corners;
  return [
    { type: "Feature", properties: { key: "area" }, geometry: { type: "Polygon", coordinates: [ring] } },
    ...corners,
  ];
}

function ringOf(drawn: Drawn): Position[] | null {
  const [first] = drawn.corners;
  const radius = radiusOf(drawn);
  if (first === undefined) return null;
  if (drawn.tool === "circle")
    return radius === null ? null : ringAround(first[0] as number, first[1] as number, radius);
  return drawn.corners.length < 2 ? null : [...drawn.corners, first];
}

export function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
