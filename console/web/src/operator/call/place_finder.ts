/** Finds places by what is typed: buildings, stations and streets, by characters or pinyin. One index for a desk. */

import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FeatureCollection, LineString, MultiLineString } from "geojson";
import type { State } from "../../fold/state";
import { MapHub } from "../../map/hub";
import { type Match, type Named, PlaceIndex, readTyped } from "../../places/place_index";
import { CHARACTERS_ONLY, openReadings, type Readings } from "../../places/readings";
import type { LiveRecord } from "../../record/live";

const MATCHES_AT_MOST = 8;

export class PlaceFinder {
  private readonly streets: Signal<readonly Named[]> = signal([]);
  /** Characters only, until the dictionary of pinyin has come. */
  readonly readings: Signal<Readings> = signal(CHARACTERS_ONLY);
  private readonly index: ReadonlySignal<PlaceIndex>;
  private prepared: Promise<void> | null = null;

  constructor(
    private readonly record: LiveRecord,
    private readonly token: string,
  ) {
    const buildings = computed(() => record.state.value.buildings);
    const stations = computed(() => record.state.value.stations);
    this.index = computed(() => {
      const places = placesOf(buildings.value, stations.value, this.streets.value);
      return new PlaceIndex(places, this.readings.value);
    });
  }

  /** Fetch what places are found with, and build the index: before the first call, while the desk is quiet. */
  prepare(): Promise<void> {
    this.prepared ??= this.fetchNames().then((whole) => {
      if (!whole) this.prepared = null; // what has come is used; the rest is asked for again with the next call
    });
    return this.prepared;
  }

  /** Return what matches. It reads signals: the dictionary and the streets come later. */
  find(text: string): Match[] {
    const { letters } = readTyped(text);
    if (letters === "") return [];
    const open = openBuildings(this.record.state.peek());
    // First where something burns already, then places that people name, then streets.
    return this.index.value.find(letters, MATCHES_AT_MOST, (place) => {
      if (open.has(place.id)) return 0;
      return place.kind === "street" ? 2 : 1;
    });
  }

  /** Fetch pinyin and streets, each without the other; return whether both came. */
  private async fetchNames(): Promise<boolean> {
    const nothing = () => null;
    const [readings, streets] = await Promise.all([openReadings(), readStreets(this.token).catch(nothing)]);
    batch(() => {
      this.readings.value = readings;
      if (streets !== null) this.streets.value = streets;
    });
    this.index.value;
    return readings.whole && streets !== null;
  }
}

function openBuildings(state: State): Set<string> {
  const found = new Set<string>();
  for (const { closed_at, place } of state.incidents.values()) {
    if (closed_at === null && place.building !== null) found.add(place.building);
  }
  return found;
}

function* placesOf(
  buildings: State["buildings"],
  stations: State["stations"],
  streets: readonly Named[],
): IterableIterator<Named> {
  for (const { id, name, lon, lat } of buildings.values()) yield { kind: "building", id, name, lon, lat };
  for (const { id, name, lon, lat } of stations.values()) yield { kind: "station", id, name, lon, lat };
  yield* streets;
}

/** Every named street, at the middle of one of its lines. Too large a district has its roads in tiles, and none here. */
async function readStreets(token: string): Promise<Named[]> {
  const hub = new MapHub(token);
  const map = await hub.district();
  if (map.roads !== "geojson") return [];
  const roads: FeatureCollection<LineString | MultiLineString> = await hub.roads(map);
  const streets = new Map<string, Named>();
  for (const { properties, geometry } of roads.features) {
    const name: unknown = properties?.name;
    if (typeof name !== "string" || name === "" || streets.has(name)) continue;
    const line = geometry.type === "LineString" ? geometry.coordinates : (geometry.coordinates[0] ?? []);
    const [lon, lat] = line[Math.floor(line.length / 2)] ?? [];
    if (lon !== undefined && lat !== undefined) streets.set(name, { kind: "street", id: name, name, lon, lat });
  }
  return [...streets.values()];
}
