/** The bookkeeping that all rules share. A view that shows only a part lacks what a rule speaks of: then nothing changes. */

import type { AnyEvent, EventType, STATE_LISTS } from "../wire/generated";
import type { State } from "./state";
import type { Table } from "./table";

type Of<K extends EventType> = Extract<AnyEvent, { readonly type: K }>;

/** One function per event type; a type that is missing does not compile. */
export type Rules<K extends EventType> = { readonly [T in K]: (state: State, event: Of<T>) => State };

type List = (typeof STATE_LISTS)[number];
type Item<L extends List> = State[L] extends Table<infer T> ? T : never;

/** Return the state with the thing put in or replaced. */
export function put<L extends List>(state: State, list: L, thing: Item<L>): State {
  const table = state[list] as Table<Item<L>>;
  return { ...state, [list]: table.with((thing as { id: string }).id, thing) };
}

/** Return the state with some fields of one thing changed; the same state where that thing is not in it. */
export function change<L extends List>(
  state: State,
  list: L,
  key: string,
  fields: (before: Item<L>) => Partial<Item<L>>,
): State {
  const before = (state[list] as Table<Item<L>>).get(key);
  return before === undefined ? state : put(state, list, { ...before, ...fields(before) });
}

/** Return the table without the keys. */
export function dropped<T>(table: Table<T>, keys: Iterable<string>): Table<T> {
  let rest = table;
  for (const key of keys) rest = rest.without(key);
  return rest;
}

/** The event is for readers only. */
export function nothing(state: State): State {
  return state;
}
