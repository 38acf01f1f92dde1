/** What the hub says for maps: where the district lies, ways of crews, closed ways, shading. */

import type { FeatureCollection, LineString, MultiLineString } from "geojson";
import { ask, Refusal, Unreachable } from "../wire/http";

/** The answer of `GET /api/v1/map`. */
export interface DistrictMap {
  readonly roads: "geojson" | "tiles";
  readonly segments: number;
  readonly network: string;
  readonly bounds: readonly [west: number, south: number, east: number, north: number];
  readonly center: readonly [lon: number, lat: number];
  readonly tiles: { readonly layer: string; readonly minzoom: number; readonly maxzoom: number };
  readonly attribution: string;
}

/** A way of the road file: what a closure of a lane names. */
export interface Way {
  readonly id: string;
  readonly name: string;
  readonly class: string;
  readonly geometry: MultiLineString;
}

/** The answer of `GET /api/v1/assignments/ID/route`. */
export interface CrewRoute {
  readonly type: "Feature";
  readonly properties: {
    readonly assignment: string;
    readonly unit: string;
    readonly reachable: boolean;
    readonly length_m?: number;
    readonly eta_s?: number;
  };
  readonly geometry: LineString | null;
}

export interface Shade {
  readonly within: number;
  readonly mode: "foot" | "motorcycle" | "engine" | "aerial" | "any";
}

/** Asks one hub as one person. Each method throws what `ask` throws. */
export class MapHub {
  constructor(readonly token: string) {}

  district(): Promise<DistrictMap> {
    return this.get("/api/v1/map");
  }

  roads(map: DistrictMap): Promise<FeatureCollection<LineString>> {
    return this.get(roadsAddress(map));
  }

  route(assignment: string): Promise<CrewRoute> {
    return this.get(`/api/v1/assignments/${encodeURIComponent(assignment)}/route`);
  }

  shading({ within, mode }: Shade): Promise<FeatureCollection> {
    return this.get(`/api/v1/coverage?within=${within}&mode=${mode}`);
  }

  /** Return the way nearest to a place; null where none is near. */
  async wayAt(lon: number, lat: number): Promise<Way | null> {
    return (await this.ways(`lon=${lon}&lat=${lat}`))[0] ?? null;
  }

  async way(id: string): Promise<Way | null> {
    return (await this.ways(`id=${encodeURIComponent(id)}`))[0] ?? null;
  }

  /** Return the ways whose street has the text in its name. */
  waysNamed(name: string): Promise<readonly Way[]> {
    return this.ways(`name=${encodeURIComponent(name)}`);
  }

  private async ways(query: string): Promise<readonly Way[]> {
    return (await this.get<{ ways: readonly Way[] }>(`/api/v1/map/ways?${query}`)).ways;
  }

  private get<Answer>(path: string): Promise<Answer> {
    return ask<Answer>("GET", path, { token: this.token });
  }
}

/** For what the map can do without: a hub that says no or nothing is borne, anything else is a fault of ours. */
export function throwUnlessUnanswered(error: unknown): void {
  if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
}

/** Where the roads are; the network's version in the address lets the browser keep them. */
export function roadsAddress({ network }: DistrictMap): string {
  return `/api/v1/map/roads?v=${network}`;
}

export function tilesAddress({ network }: DistrictMap): string {
  return `${location.origin}/api/v1/map/tiles/{z}/{x}/{y}.mvt?v=${network}`;
}

export const BUILDINGS_ADDRESS = "/api/v1/map/buildings";
export const LAND_ADDRESS = "/api/v1/map/land";
