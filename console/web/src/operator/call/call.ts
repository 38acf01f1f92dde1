/**
 * A call while it is being written down: what was typed, the place that it means, who would be sent there. What stands
 * in the form is a draft until it is sent or dropped. The same form writes down what is known better of an incident.
 */

import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { State } from "../../fold/state";
import { placeWord } from "../../language/wire_words";
import type { Pointed } from "../../map/ground";
import { MapHub } from "../../map/hub";
import { newId } from "../../outbox/own";
import { type Match, readTyped } from "../../places/place_index";
import type { LiveRecord } from "../../record/live";
import type { Session } from "../../session/session";
import type { AlarmRaise, Incident, IncidentUpdate, PlaceSent } from "../../wire/generated";
import { paced } from "../desk/paced";
import { type Around, aroundOf } from "./around";
import { type Details, Drafts, NOTHING, type Picked } from "./drafts";
import { askHub, type Foresight, followForeseen, type Question } from "./foreseen";
import { followPin, type Pin, type Spotted } from "./pin";
import { PlaceFinder } from "./place_finder";

/** Who is free changes with every order: a recommendation is asked for again at most so often. */
const FORESEE_EVERY_MS = 2000;

export class Call {
  readonly text: Signal<string> = signal("");
  readonly picked: Signal<Picked | null> = signal(null);
  readonly details: Signal<Details> = signal(NOTHING);
  /** Whether the form stands in the column; else nothing is asked and no pin is shown. */
  readonly shown: Signal<boolean> = signal(false);
  /** Which of the matches the arrows are on. */
  readonly active: Signal<number> = signal(0);
  readonly drafts: Drafts;
  /** The draft that stands in the form. */
  readonly draft: Signal<string>;
  /** The incident that the form is about; null for a new call. */
  readonly about: Signal<Incident | null> = signal(null);
  readonly matches: ReadonlySignal<readonly Match[]>;
  readonly floor: ReadonlySignal<number | null>;
  readonly foresight: ReadonlySignal<Foresight | null>;
  /** Where it points, for the map. */
  readonly pin: ReadonlySignal<Pin | null>;
  readonly around: ReadonlySignal<Around | null>;
  /** An open incident of the very building; the hub's own answer may know of one nearby. */
  readonly openHere: ReadonlySignal<Incident | null>;
  readonly places: PlaceFinder;
  private before: { readonly text: string; readonly picked: Picked | null } = { text: "", picked: null };

  constructor(
    private readonly record: LiveRecord,
    { token, me }: Session,
  ) {
    this.places = new PlaceFinder(record, token);
    this.drafts = new Drafts(`${me.role}/${me.name}`, localStorage);
    this.draft = signal(newId());
    this.matches = computed(() => (this.picked.value === null ? this.places.find(this.text.value) : []));
    this.floor = computed(() => numberIn(this.details.value.floor) ?? readTyped(this.text.value).floor);
    const question = computed(() => (this.shown.value && this.about.value === null ? this.question() : null));
    const world = paced(
      record.state,
      ({ assignments, closures, off_duty }) => [assignments, closures, off_duty],
      FORESEE_EVERY_MS,
    );
    this.foresight = followForeseen(question, settled(world), askHub(token));
    this.pin = followPin(
      computed(() => (this.shown.value ? this.spotted() : null)),
      new MapHub(token),
    );
    this.around = computed(() => {
      const picked = this.picked.value;
      return picked === null ? null : aroundOf(record.state.peek(), picked);
    });
    this.openHere = computed(() => openAt(record.state.value, this.picked.value));
    this.keepDrafts();
  }

  /** Fetch what places are found with: before the first call, while the desk is quiet. */
  prepare(): Promise<void> {
    return this.places.prepare();
  }

  /** Go on where the form was left: an unsent call stands in it as it was, a sent one left it empty. */
  resume(): void {
    if (this.about.peek() !== null) this.open(this.draft.peek());
    void this.prepare();
  }

  /** Put what stands in the form aside, and begin another call. */
  another(): void {
    this.open(newId());
  }

  /** Show a draft; one that is not known begins empty. */
  open(id: string): void {
    const found = this.drafts.find(id);
    this.fill(id, null, found?.text ?? "", found?.picked ?? null, found?.details ?? NOTHING);
  }

  /** Write down what is known better of an incident: the form shows what is known. */
  beginUpdate(about: Incident): void {
    const { place, kind, trapped } = about;
    const told = place.building !== null || place.text !== null || place.lon !== null;
    const text = told ? placeWord(place, this.record.state.peek().buildings) : "";
    const { lon, lat, building } = place;
    const picked: Picked | null =
      lon === null || lat === null
        ? null
        : { kind: building === null ? "point" : "building", id: building ?? "", name: text, lon, lat };
    this.before = { text, picked };
    const number = (value: number | null) => (value === null ? "" : String(value));
    this.fill(this.draft.peek(), about, text, picked, {
      ...NOTHING,
      kind,
      floor: number(place.floor),
      trapped: number(trapped),
    });
    void this.prepare();
  }

  /** It was sent, or is not wanted: the form is empty, and its draft is gone. */
  drop(id: string): void {
    this.drafts.drop(id);
    if (id === this.draft.peek() && this.about.peek() === null) this.another();
  }

  type(text: string): void {
    this.text.value = text;
    this.picked.value = null;
    this.active.value = 0;
  }

  pick(place: Picked): void {
    const { kind, id, name, lon, lat } = place;
    const { floor } = readTyped(this.text.peek());
    batch(() => {
      if (floor !== null) this.details.value = { ...this.details.peek(), floor: String(floor) };
      this.text.value = name;
      this.picked.value = { kind, id, name, lon, lat };
      this.active.value = 0;
    });
  }

  /** A click on the map. */
  point({ lon, lat, building }: Pointed, words: string): void {
    const known = building === null ? undefined : this.record.state.peek().buildings.get(building);
    if (known !== undefined) this.pick({ ...known, kind: "building" });
    else this.pick({ kind: "point", id: "", name: words, lon, lat });
  }

  /** What is raised: never refused for what it lacks. */
  alarm(): AlarmRaise {
    const { kind, trapped, caller, note } = this.details.value;
    return {
      type: "alarm.raise",
      source: "desk",
      kind,
      key: this.draft.value,
      place: this.place(),
      reporter: caller.trim() || null,
      trapped: asTyped(trapped),
      note: note.trim() || null,
    };
  }

  /** What is known better; a place only where another one was written down. */
  update(about: Incident): IncidentUpdate {
    const { kind, trapped } = this.details.value;
    const text = this.text.value.trim();
    const same = text === "" || (text === this.before.text && this.picked.value === this.before.picked);
    const floor = this.floor.value;
    const place = same ? { ...about.place, floor } : this.place();
    return {
      type: "incident.update",
      incident: about.id,
      kind: kind === about.kind ? null : kind,
      trapped: numberIn(trapped),
      place: same && floor === about.place.floor ? null : place,
    };
  }

  private fill(id: string, about: Incident | null, text: string, picked: Picked | null, details: Details): void {
    batch(() => {
      this.draft.value = id;
      this.about.value = about;
      this.text.value = text;
      this.picked.value = picked;
      this.details.value = details;
      this.active.value = 0;
    });
  }

  /** Each change is kept at once; what another window sent or dropped leaves this form, too. */
  private keepDrafts(): void {
    const newest = this.drafts.all.peek().at(-1);
    if (newest !== undefined) this.open(newest.id);
    effect(() => {
      const [text, picked, details] = [this.text.value, this.picked.value, this.details.value];
      if (this.about.peek() !== null) return;
      const id = this.draft.peek();
      const begunAt = this.drafts.find(id)?.begunAt ?? Date.now();
      this.drafts.put({ id, begunAt, text, picked, details });
    });
    addEventListener("storage", ({ key }) => {
      const mine = this.drafts.find(this.draft.peek()) !== null;
      this.drafts.readAgain(key);
      if (mine && this.drafts.find(this.draft.peek()) === null && this.about.peek() === null) this.another();
    });
  }

  private question(): string | null {
    const { kind, trapped } = this.details.value;
    if (this.picked.value === null) return null;
    const asked: Question = { source: "desk", kind, place: this.place(), trapped: asTyped(trapped) };
    return JSON.stringify(asked);
  }

  private spotted(): Spotted | null {
    const picked = this.picked.value;
    if (picked !== null) return { lon: picked.lon, lat: picked.lat, source: picked.kind, name: picked.name };
    const match = this.matches.value[this.active.value]?.place;
    return match === undefined ? null : { lon: match.lon, lat: match.lat, source: "match", name: match.name };
  }

  private place(): PlaceSent {
    const picked = this.picked.value;
    const floor = asTyped(this.details.value.floor) ?? this.floor.value;
    const text = this.text.value.trim();
    if (picked === null) return { text: text || null, floor };
    if (picked.kind === "building") return { building: picked.id, floor };
    return { lon: picked.lon, lat: picked.lat, floor, text };
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

function openAt(state: State, picked: Picked | null): Incident | null {
  if (picked?.kind !== "building") return null;
  for (const incident of state.incidents.values()) {
    const here = incident.place.building === picked.id && incident.closed_at === null;
    if (here && !incident.exercise && !incident.test) return incident;
  }
  return null;
}

/** The same list of things is no news, however often it is listed. */
function settled(source: ReadonlySignal<readonly unknown[]>): ReadonlySignal<readonly unknown[]> {
  let last = source.peek();
  return computed(() => {
    const found = source.value;
    if (found.some((each, index) => each !== last[index])) last = found;
    return last;
  });
}
