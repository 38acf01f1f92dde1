/**
 * Holds the page's fold against the hub's, event by event: the hub's side of a recorded run comes as lines of JSON
 * (written by `tests/integration/console/test_fold.py`), each with what the event changed in the hub's state. Where both
 * began alike and changed alike, they are alike at every number.
 */

import type { AnyEvent, State as Json } from "../wire/generated";
import { STATE_LISTS, STATE_MAPS, STATE_SCALARS } from "../wire/generated";
import { evolve } from "./evolve";
import { EMPTY, fromJson, type State, toJson } from "./state";
import type { Table } from "./table";

/** `changed` names by table what the hub put (a value) or dropped (null) with the event. */
interface Step {
  readonly event: AnyEvent;
  readonly changed: { readonly [table: string]: { readonly [key: string]: unknown } };
  readonly scalars: { readonly [name: string]: unknown };
}

type Line = { readonly start: Json | null } | { readonly whole: Json } | Step;

const TABLES = [...STATE_LISTS, ...STATE_MAPS];

export interface Verdict {
  readonly events: number;
  readonly types: readonly string[];
  readonly differences: readonly string[];
}

/** Return how many events were compared, of which types, and every difference (up to ten). */
export function compare(lines: Iterable<Line>): Verdict {
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
