/**
 * What a page holds of the record: the JSON of `GET /api/v1/state` with its lists and maps as persistent tables, so that
 * two versions share what did not change and a row re-renders only where its own value is another object.
 */

import { EMPTY_STATE, type State as Json, STATE_LISTS, STATE_MAPS, STATE_SCALARS } from "../wire/generated";
import { Table } from "./table";

type Lists = { readonly [K in (typeof STATE_LISTS)[number]]: Table<Json[K][number]> };
type Maps = { readonly [K in (typeof STATE_MAPS)[number]]: Table<Json[K][string]> };
type Scalars = Pick<Json, (typeof STATE_SCALARS)[number]>;

/** Lists by id, maps by key, and the single values, as they were after event `seq`. */
export type State = Lists & Maps & Scalars;

/** Return the state that the parts of a reset, or one whole answer of `GET /state`, give together. */
export function fromJson(...parts: readonly Partial<Json>[]): State {
  const state: Record<string, unknown> = {};
  for (const name of STATE_SCALARS) {
    state[name] = parts.find((part) => part[name] !== undefined)?.[name] ?? EMPTY_STATE[name];
  }
  for (const name of STATE_LISTS) {
    state[name] = Table.of(parts.flatMap((part) => (part[name] ?? []).map((each) => [each.id, each] as const)));
  }
  for (const name of STATE_MAPS) state[name] = Table.of(parts.flatMap((part) => Object.entries(part[name] ?? {})));
  return state as State;
}

/** Return the state as the hub writes it: lists in the order of ids, maps with sorted keys. */
export function toJson(state: State): Json {
  const json: Record<string, unknown> = {};
  for (const name of STATE_SCALARS) json[name] = state[name];
  for (const name of STATE_LISTS) json[name] = sorted<unknown>(state[name]).map(([, value]) => value);
  for (const name of STATE_MAPS) json[name] = Object.fromEntries(sorted<unknown>(state[name]));
  return json as unknown as Json;
}

/** Before the first event. */
export const EMPTY: State = fromJson(EMPTY_STATE);

function sorted<T>(table: Table<T>): (readonly [string, T])[] {
  return [...table.entries()].sort(([one], [other]) => (one < other ? -1 : 1));
}
