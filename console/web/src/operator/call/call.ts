/** A new call while it is being written down: what was typed, the place that it means, who could go there. */

import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FeatureCollection, LineString, MultiLineString } from "geojson";
import type { State } from "../../fold/state";
import type { Pointed } from "../../map/ground";
import { MapHub } from "../../map/hub";
import { type Match, type Named, PlaceIndex, readTyped } from "../../places/place_index";
import { CHARACTERS_ONLY, openReadings, type Readings } from "../../places/readings";
import type { LiveRecord } from "../../record/live";
import type { AlarmRaise, Incident, IncidentUpdate, PlaceSent } from "../../wire/generated";
import { followReach, freeTravels, type Reach, type Spot, type Travel } from "../desk/reach";

const MATCHES_AT_MOST = 8;
const RECOMMENDED = 4;

export interface Details {
  readonly kind: string;
  readonly floor: string;
  readonly trapped: string;
  readonly caller: string;
  readonly note: string;
}

const NOTHING: Details = { kind: "report", floor: "", trapped: "", caller: "", note: "" };

/** A place that was picked, or pointed at on the map. */
export interface Picked {
  readonly kind: Named["kind"] | "point";
  readonly id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

export class Call {
  readonly text: Signal<string> = signal("");
  readonly picked: Signal<Picked | null> = signal(null);
  readonly details: Signal<Details> = signal(NOTHING);
  readonly matches: ReadonlySignal<readonly Match[]>;
  readonly floor: ReadonlySignal<number | null>;
  readonly reach: ReadonlySignal<Reach | null>;
  /** Who would go, nearest first. */
  readonly recommended: ReadonlySignal<readonly Travel[]>;
  /** An open incident that this call joins; null where it opens its own. */
  readonly openHere: ReadonlySignal<Incident | null>;
  private readonly streets: Signal<readonly Named[]> = signal([]);
  /** Characters only, until the dictionary of pinyin has come. */
  readonly readings: Signal<Readings> = signal(CHARACTERS_ONLY);
  private readonly index: ReadonlySignal<PlaceIndex>;
  private prepared: Promise<void> | null = null;

  constructor(
    private readonly record: LiveRecord,
    private readonly token: string,
    closures: ReadonlySignal<State["closures"]>,
  ) {
    const buildings = computed(() => record.state.value.buildings);
    const stations = computed(() => record.state.value.stations);
    this.index = computed(() => {
      const places = placesOf(buildings.value, stations.value, this.streets.value);
      return new PlaceIndex(places, this.readings.value);
    });
    this.matches = computed(() => this.find(this.text.value));
    this.floor = computed(() => numberIn(this.details.value.floor) ?? readTyped(this.text.value).floor);
    const spot = computed<Spot | null>(() => {
      const picked = this.picked.value;
      return picked === null ? null : { lon: picked.lon, lat: picked.lat, floor: this.floor.value };
    });
    this.reach = followReach(token, spot, closures);
    this.recommended = computed(() =>
      freeTravels(record.state.value, this.reach.value?.travels ?? []).slice(0, RECOMMENDED),
    );
    this.openHere = computed(() => openAt(record.state.value, this.picked.value));
  }

  /** Fetch what places are found with, and build the index: before the first call, while the desk is quiet. */
  prepare(): Promise<void> {
    this.prepared ??= this.fetchNames().then((whole) => {
      if (!whole) this.prepared = null; // what has come is used; the rest is asked for again with the next call
    });
    return this.prepared;
  }

  /** Begin anew; with an incident to write down what is known better of it. */
  begin(about: Incident | null): void {
    const floor = about?.place.floor;
    this.text.value = "";
    this.picked.value = null;
    this.details.value = {
      ...NOTHING,
      kind: about?.kind ?? NOTHING.kind,
      floor: floor == null ? "" : String(floor),
      trapped: about?.trapped == null ? "" : String(about.trapped),
    };
    void this.prepare();
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

  type(text: string): void {
    this.text.value = text;
    this.picked.value = null;
  }

  pick(place: Picked): void {
    const { floor } = readTyped(this.text.peek());
    if (floor !== null) this.details.value = { ...this.details.peek(), floor: String(floor) };
    this.text.value = place.name;
    this.picked.value = place;
  }

  /** A click on the map. */
  point({ lon, lat, building }: Pointed, words: string): void {
    const known = building === null ? undefined : this.record.state.peek().buildings.get(building);
    if (known !== undefined) this.pick({ ...known, kind: "building" });
    else this.pick({ kind: "point", id: "", name: words, lon, lat });
  }

  /** What is raised: never refused for what it lacks. */
  alarm(key: string): AlarmRaise {
    const { kind, trapped, caller, note } = this.details.value;
    return {
      type: "alarm.raise",
      source: "desk",
      kind,
      key,
      place: this.place(),
      reporter: caller.trim() || null,
      trapped: asTyped(trapped),
      note: note.trim() || null,
    };
  }

  /** What is known better; a place only where one was written down. */
  update(about: Incident): IncidentUpdate {
    const { kind, trapped } = this.details.value;
    const moved = this.text.value.trim() !== "" || this.floor.value !== about.place.floor;
    const place = this.text.value.trim() === "" ? { ...about.place, floor: this.floor.value } : this.place();
    return {
      type: "incident.update",
      incident: about.id,
      kind: kind === about.kind ? null : kind,
      trapped: numberIn(trapped),
      place: moved ? place : null,
    };
  }

  private place(): PlaceSent {
    const picked = this.picked.value;
    const floor = asTyped(this.details.value.floor) ?? this.floor.value;
    const text = this.text.value.trim();
    if (picked === null) return { text: text || null, floor };
    if (picked.kind === "building") return { building: picked.id, floor };
    return { lon: picked.lon, lat: picked.lat, floor, text };
  }

  private find(text: string): Match[] {
    const { letters } = readTyped(text);
    if (letters === "" || this.picked.value !== null) return [];
    const open = openBuildings(this.record.state.peek());
    // First where something burns already, then places that people name, then streets.
    return this.index.value.find(letters, MATCHES_AT_MOST, (place) => {
      if (open.has(place.id)) return 0;
      return place.kind === "street" ? 2 : 1;
    });
  }
}

/** What was typed where a number is wanted: the number, else the words, which the hub reads (B2, 负一层) or keeps. */
function asTyped(text: string): number | null {
  const words = text.trim();
  if (words === "") return null;
  return /^-?\d{1,9}$/.test(words) ? Number(words) : (words as unknown as number);
}

function numberIn(text: string): number | null {
  const number = Number.parseInt(text, 10);
  return Number.isFinite(number) ? number : null;
}

function openBuildings(state: State): Set<string> {
  const found = new Set<string>();
  for (const { closed_at, place } of state.incidents.values()) {
    if (closed_at === null && place.building !== null) found.add(place.building);
  }
  return found;
}

function openAt(state: State, picked: Picked | null): Incident | null {
  if (picked?.kind !== "building") return null;
  for (const incident of state.incidents.values()) {
    const here = incident.place.building === picked.id && incident.closed_at === null;
    if (here && !incident.exercise && !incident.test) return incident;
  }
  return null;
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
