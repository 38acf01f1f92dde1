/** What can be asked in a what-if: the kinds of change that the hub knows, and what each can be about. Pure. */

import type { State } from "../fold/state";
import { areaWord } from "./area_word";
import type { Part } from "./hub";

export const KINDS = ["off", "on", "free", "staff", "open", "close", "move", "plan"] as const;
export type ChangeKind = (typeof KINDS)[number];

export interface ChangeOption {
  readonly value: string;
  readonly words: string;
}

/** A change as the hub reads it, and in words. */
export interface Change {
  readonly text: string;
  readonly kind: ChangeKind;
  readonly words: string;
}

/** Kinds that need a place on the map, instead of or beside a choice. */
export const PLACED: ReadonlySet<ChangeKind> = new Set(["close", "move"]);

/** Return what a kind of change can be about, as things stood when the incident opened. */
export function optionsOf(kind: ChangeKind, part: Part): ChangeOption[] {
  const { start } = part;
  switch (kind) {
    case "off":
      return units(start, (id) => !start.off_duty.has(id));
    case "on":
      return units(start, (id) => start.off_duty.has(id));
    case "free":
      return units(start, (id) =>
        [...start.assignments.values()].some((each) => each.unit === id && each.ending === null),
      );
    case "move":
      return units(start, () => true);
    case "staff":
      return sorted([...start.stations.values()].map(({ id, name }) => ({ value: id, words: name })));
    case "open":
      return closures(part);
    case "plan":
      return start.settings.plans.map(({ name }) => ({ value: name, words: name }));
    case "close":
      return [];
  }
}

function units(state: State, fits: (id: string) => boolean): ChangeOption[] {
  const found = [...state.units.values()].filter(({ id }) => fits(id));
  return sorted(found.map(({ id, name }) => ({ value: id, words: `${name} (${id})` })));
}

/** Those that stood, and those that came while the incident went on. */
function closures({ start, events }: Part): ChangeOption[] {
  const came = events.flatMap((event) => (event.type === "road.closed" ? [{ id: event.closure, ...event }] : []));
  return [...start.closures.values(), ...came].map(({ id, area, reason }) => ({
    value: id,
    words: reason ?? areaWord(area),
  }));
}

function sorted(options: ChangeOption[]): ChangeOption[] {
  return options.sort((one, other) => one.words.localeCompare(other.words, "zh-CN"));
}
