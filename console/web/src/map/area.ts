/** Areas of a closure as shapes on the map. */

import type { Geometry, MultiLineString, Position } from "geojson";
import type { ClosureArea } from "../wire/generated";

const M_PER_DEGREE = 111_195;
const CORNERS = 48;

/** Metres on the ground between two places; good within a district. */
export function distanceM(one: Position, other: Position): number {
  const [lon1 = 0, lat1 = 0] = one;
  const [lon2 = 0, lat2 = 0] = other;
  const narrow = Math.cos((((lat1 + lat2) / 2) * Math.PI) / 180);
  return Math.hypot((lon2 - lon1) * narrow, lat2 - lat1) * M_PER_DEGREE;
}

/** A circle as a closed ring. */
export function ringAround(lon: number, lat: number, radiusM: number): Position[] {
  const high = radiusM / M_PER_DEGREE;
  const wide = high / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: CORNERS + 1 }, (_, corner) => {
    const turn = ((corner % CORNERS) / CORNERS) * 2 * Math.PI;
    return [lon + wide * Math.cos(turn), lat + high * Math.sin(turn)];
  });
}

/** The shape of an area; null where it names a way, whose lines only the hub knows. */
export function shapeOf(area: ClosureArea): Geometry | null {
  if (area.way !== null) return null;
  if (area.polygon !== null) {
    const ring = area.polygon.map(([lon, lat]) => [lon, lat]);
    return { type: "Polygon", coordinates: [ring[0] === undefined ? ring : [...ring, ring[0]]] };
  }
  if (area.lon !== null && area.lat !== null) {
    return { type: "Polygon", coordinates: [ringAround(area.lon, area.lat, area.radius_m ?? 0)] };
  }
  return null;
}

/** Of a way the piece between two junctions that comes nearest to a place; the hub closes the same one. */
export function pieceOf(way: MultiLineString, lon: number, lat: number): MultiLineString {
  const away = (line: readonly Position[]) =>
    Math.min(...line.slice(1).map((end, index) => awayFrom([lon, lat], line[index] as Position, end)));
  const [first, ...others] = way.coordinates;
  if (first === undefined) return way;
  const nearest = others.reduce((one, other) => (away(other) < away(one) ? other : one), first);
  return { type: "MultiLineString", coordinates: [nearest] };
}

/** The lines of a way that an area closes: all of them, or the piece that it names. */
export function closedOf(area: ClosureArea, way: MultiLineString): MultiLineString {
  return area.lon === null || area.lat === null ? way : pieceOf(way, area.lon, area.lat);
}

/** How long lines are, in metres. */
export function lengthM({ coordinates }: MultiLineString): number {
  const each = (line: readonly Position[]) =>
    line.slice(1).reduce((sum, end, index) => sum + distanceM(line[index] as Position, end), 0);
  return coordinates.reduce((sum, line) => sum + each(line), 0);
}

/** Metres from a place to a straight stretch. */
function awayFrom(place: Position, begin: Position, end: Position): number {
  const narrow = Math.cos(((place[1] ?? 0) * Math.PI) / 180);
  const flat = ([lon = 0, lat = 0]: Position) => [lon * narrow, lat] as const;
  const [[x, y], [x1, y1], [x2, y2]] = [flat(place), flat(begin), flat(end)];
  const [run, rise] = [x2 - x1, y2 - y1];
  const along = ((x - x1) * run + (y - y1) * rise) / Math.max(run * run + rise * rise, 1e-18);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - x1 - share * run, y - y1 - share * rise) * M_PER_DEGREE;
}

/** A place in the middle of a shape, for its sign. */
export function middleOf(shape: Geometry): Position | null {
  if (shape.type === "MultiLineString") {
    const longest = shape.coordinates.reduce((one, other) => (other.length > one.length ? other : one), []);
    return halfway(longest);
  }
  if (shape.type === "Polygon") {
    const ring = (shape.coordinates[0] ?? []).slice(0, -1);
    if (ring.length === 0) return null;
    const sum = ring.reduce<[number, number]>(([lon, lat], [east = 0, north = 0]) => [lon + east, lat + north], [0, 0]);
    return [sum[0] / ring.length, sum[1] / ring.length];
  }
  return null;
}

function halfway(line: readonly Position[]): Position | null {
  if (line.length < 2) return line[0] ?? null;
  const lengths = line.slice(1).map((place, index) => distanceM(line[index] as Position, place));
  let left = lengths.reduce((one, other) => one + other, 0) / 2;
  for (const [index, length] of lengths.entries()) {
    const begin = line[index] as Position;
    const end = line[index + 1] as Position;
    if (left <= length && length > 0) {
      const share = left / length;
      return [0, 1].map((axis) => (begin[axis] ?? 0) + share * ((end[axis] ?? 0) - (begin[axis] ?? 0)));
    }
    left -= length;
  }
  return line.at(-1) ?? null;
}
