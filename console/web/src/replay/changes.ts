/** What can be asked in a what-if: the kinds of change that the hub knows, and what each can be about. Pure. */

import type { State } from "../fold/state";
import { areaWord } from "./area_word";
import type { Part } from "./hub";

export const KINDS = ["off", "on", "free", "staff", "open", "close", "move", "plan"] as const;
export type ChangeKind = (typeof KINDS)[number];

export interface ChangeOption {
  readonly value: string;
  readonly words: string;
  /** Of this incident: one of its units, a station of theirs, a road that its crews met. */
  readonly own: boolean;
}

/** A change as the hub reads it, and in words. */
export interface Change {
  readonly text: string;
  readonly kind: ChangeKind;
  readonly words: string;
}

/** Kinds that need a place on the map, instead of or beside a choice. */
export const PLACED: ReadonlySet<ChangeKind> = new Set(["close", "move"]);

/** Return what a kind of change can be about, as things stood when the incident opened; what is its own first. */
export function optionsOf(kind: ChangeKind, part: Part): ChangeOption[] {
  const { start } = part;
  const ours = ordered(part);
  const among = (fits: (id: string) => boolean) => units(start, fits, ours.units);
  switch (kind) {
    case "off":
      return among((id) => !start.off_duty.has(id));
    case "on":
      return among((id) => start.off_duty.has(id));
    case "free":
      return among((id) => [...start.assignments.values()].some((each) => each.unit === id && each.ending === null));
    case "move":
      return among(() => true);
    case "staff":
      return sorted(
        [...start.stations.values()].map(({ id, name }) => ({ value: id, words: name, own: ours.stations.has(id) })),
      );
    case "open":
      return closures(part);
    case "plan":
      return start.settings.plans.map(({ name }) => ({ value: name, words: name, own: false }));
    case "close":
      return [];
  }
}

/** Who was sent to the incidents of the episode, and from which stations. */
function ordered({ episode, events }: Part): { units: ReadonlySet<string>; stations: ReadonlySet<string> } {
  const own = new Set(episode.incidents);
  const orders = events.flatMap((event) =>
    event.type === "assignment.assigned" && own.has(event.incident) ? [event] : [],
  );
  return { units: new Set(orders.map(({ unit }) => unit)), stations: new Set(orders.map(({ station }) => station)) };
}

function units(state: State, fits: (id: string) => boolean, own: ReadonlySet<string>): ChangeOption[] {
  const found = [...state.units.values()].filter(({ id }) => fits(id));
  return sorted(found.map(({ id, name }) => ({ value: id, words: `${name} (${id})`, own: own.has(id) })));
}

/** Those that stood, and those that came while the incident went on. */
function closures({ start, events }: Part): ChangeOption[] {
  const came = events.flatMap((event) => (event.type === "road.closed" ? [{ id: event.closure, ...event }] : []));
  return [...start.closures.values(), ...came].map(({ id, area, reason }) => ({
    value: id,
    words: reason ?? areaWord(area),
    own: true,
  }));
}

function sorted(options: ChangeOption[]): ChangeOption[] {
  return options.sort(
    (one, other) => Number(other.own) - Number(one.own) || one.words.localeCompare(other.words, "zh-CN"),
  );
}
