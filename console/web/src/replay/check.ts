/** Whether the page's picture of a moment is the hub's: its own fold beside `GET /api/v1/state?at=SEQ`. */

import { same } from "../fold/same";
import { type State, toJson } from "../fold/state";
import type { PastHub } from "./hub";

/** Return the names of what differs; empty where the two are the very same. */
export async function differencesAt(hub: PastHub, state: State): Promise<string[]> {
  const theirs = (await hub.stateAt(state.seq)) as unknown as { readonly [name: string]: unknown };
  const ours = toJson(state) as unknown as { readonly [name: string]: unknown };
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...names].filter((name) => !same(ours[name], theirs[name])).sort();
}
