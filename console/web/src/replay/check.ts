/** Whether the page's picture of a moment is the hub's: its own fold beside `GET /api/v1/state?at=SEQ`. */

import { type State, toJson } from "../fold/state";
import type { PastHub } from "./hub";

/** Return the names of what differs; empty where the two are the very same. */
export async function differencesAt(hub: PastHub, state: State): Promise<string[]> {
  const theirs = (await hub.stateAt(state.seq)) as unknown as { readonly [name: string]: unknown };
  const ours = toJson(state) as unknown as { readonly [name: string]: unknown };
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...names].filter((name) => !same(ours[name], theirs[name])).sort();
}

function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [ours, theirs] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = Object.keys(ours);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === Object.keys(theirs).length &&
    keys.every((key) => key in theirs && same(ours[key], theirs[key]))
  );
}
