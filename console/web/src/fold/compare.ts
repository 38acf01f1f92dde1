/**
 * Holds the page's fold against the hub's, event by event: the hub's side of a recorded run comes as lines of JSON
 * (written by `tests/integration/console/test_fold.py`), each with what the event changed in the hub's state. Where both
 * began alike and changed alike, they are alike at every number.
 */

import type { AnyEvent, Assignment, State as Json } from "../wire/generated";
import { STATE_LISTS, STATE_MAPS, STATE_SCALARS } from "../wire/generated";
import { evolve } from "./evolve";
import { same } from "./same";
import { EMPTY, fromJson, type State, toJson } from "./state";
import { evolveStation } from "./station";
import type { Table } from "./table";

/** `changed` names by table what the hub put (a value) or dropped (null) with the event. */
interface Step {
  readonly event: AnyEvent;
  readonly changed: { readonly [table: string]: { readonly [key: string]: unknown } };
  readonly scalars: { readonly [name: string]: unknown };
}

/** A station's view: what the hub would show it after the event. Both sides say only what a station can know. */
interface StationStep {
  readonly event: AnyEvent;
  readonly shows: StationShows;
}

interface StationShows {
  readonly incidents: { readonly [id: string]: { readonly [field: string]: unknown } };
  readonly own: { readonly [id: string]: Assignment };
  readonly others: { readonly [id: string]: { readonly [field: string]: unknown } };
}

type Line = { readonly start: Json | null } | { readonly whole: Json } | Step;

const TABLES = [...STATE_LISTS, ...STATE_MAPS];

export interface Comparison {
  readonly events: number;
  readonly types: readonly string[];
  readonly differences: readonly string[];
}

/** Return how many events were compared, of which types, and every difference (up to ten). */
export function compare(lines: Iterable<Line>): Comparison {
  const differences: string[] = [];
  const types = new Set<string>();
  let state: State = EMPTY;
  let events = 0;
  for (const line of lines) {
    if (differences.length > 10) break;
    if ("start" in line) {
      state = line.start === null ? EMPTY : fromJson(line.start);
    } else if ("whole" in line) {
      differences.push(...different(`seq ${state.seq}, whole state`, toJson(state), line.whole));
    } else {
      const after = evolve(state, line.event);
      differences.push(...differencesOf(state, after, line));
      state = after;
      events += 1;
      types.add(line.event.type);
    }
  }
  return { events, types: [...types].sort(), differences };
}

/** The same for a station's view, from a reset in the middle of the record. */
export function compareStation(station: string, lines: Iterable<{ readonly start: Json } | StationStep>): Comparison {
  const differences: string[] = [];
  const types = new Set<string>();
  const fold = evolveStation(station);
  let state: State = EMPTY;
  let events = 0;
  for (const line of lines) {
    if (differences.length > 10) break;
    if ("start" in line) {
      state = fromJson(line.start);
      continue;
    }
    state = fold(state, line.event);
    differences.push(...stationDifferences(`seq ${state.seq}, ${line.event.type}`, state, station, line.shows));
    events += 1;
    types.add(line.event.type);
  }
  return { events, types: [...types].sort(), differences };
}

function stationDifferences(where: string, state: State, station: string, shows: StationShows): string[] {
  const standing = [...state.assignments.values()].filter((each) => each.station === station && each.ending === null);
  const own = Object.fromEntries(standing.map((each) => [each.id, each]));
  const found = [
    ...different(`${where}: incidents`, state.incidents.keys(), Object.keys(shows.incidents).sort()),
    ...different(`${where}: own orders`, own, shows.own),
  ];
  for (const [id, fields] of Object.entries(shows.incidents)) {
    found.push(...different(`${where}: ${id}`, picked(state.incidents.get(id), fields), fields));
  }
  for (const [id, fields] of Object.entries(shows.others)) {
    found.push(...different(`${where}: ${id}`, picked(state.assignments.get(id), fields), fields));
  }
  return found;
}

function picked(thing: object | undefined, fields: object): { [field: string]: unknown } {
  const from: { [field: string]: unknown } = { ...thing };
  return Object.fromEntries(Object.keys(fields).map((field) => [field, from[field] ?? null]));
}

function differencesOf(before: State, after: State, step: Step): string[] {
  const found: string[] = [];
  const where = `seq ${after.seq}, ${step.event.type}`;
  for (const name of STATE_SCALARS) {
    const expected = name in step.scalars ? step.scalars[name] : before[name];
    found.push(...different(`${where}: ${name}`, after[name], expected));
  }
  for (const name of TABLES) {
    const [old, table] = [before[name] as Table<unknown>, after[name] as Table<unknown>];
    const changed = step.changed[name] ?? {};
    for (const key of new Set([...table.changedFrom(old), ...Object.keys(changed)])) {
      const expected = key in changed ? changed[key] : (old.get(key) ?? null);
      found.push(...different(`${where}: ${name}[${key}]`, table.get(key) ?? null, expected));
    }
  }
  return found;
}

function different(where: string, ours: unknown, hubs: unknown): string[] {
  return same(ours, hubs) ? [] : [`${where}\n  page ${JSON.stringify(ours)}\n  hub  ${JSON.stringify(hubs)}`];
}
