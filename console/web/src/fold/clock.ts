/** Hub time goes back to where it should be; what a wrong clock dated ahead of it comes back with it. */

import type { ClockRestated, Instant, Post } from "../wire/generated";
import type { Rules } from "./put";
import type { State } from "./state";
import type { Table } from "./table";

/** What of a state has times, and which of these somebody named by the calendar. */
const DATED = {
  alarms: [],
  incidents: [],
  assignments: [],
  positions: [],
  closures: ["until"],
  proposals: [],
  messages: [],
  drills: ["starts_at", "plan"],
  off_duty: [],
  posts: ["hand_over.begins_at", "hand_over.ends_at", "teams.until"],
  checks: [],
  seeds: [],
  requests: [],
  sites: [],
  hydrants: [],
  standbys: ["from_at", "until_at"],
  corridors: [],
  shelved: ["until"],
  offers: [],
  conditions: ["disabled.until"],
  unknown_devices: [],
  said: [],
} as const satisfies { readonly [K in keyof State]?: readonly string[] };

const INSTANT = /^\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DAY_MS = 24 * 3_600_000;

export const CLOCK: Rules<"clock.restated"> = {
  "clock.restated": (state, event) => {
    const dated: Record<string, unknown> = {};
    for (const [name, kept] of Object.entries(DATED)) {
      dated[name] = restated(state[name as keyof typeof DATED] as Table<unknown>, kept, event);
    }
    const { month, last_number, seq } = event;
    const result = { ...state, ...dated, month, last_number, restated: [...state.restated, seq] } as State;
    return { ...result, posts: onPosts(result, event.at) };
  },
};

function restated(table: Table<unknown>, kept: readonly string[], event: ClockRestated): Table<unknown> {
  let result = table;
  for (const [key, value] of table.entries()) result = result.with(key, dated(value, "", kept, event));
  return result;
}

function dated(value: unknown, path: string, kept: readonly string[], event: ClockRestated): unknown {
  if (typeof value === "string") return INSTANT.test(value) ? moved(value, event) : value;
  if (Array.isArray(value)) return value.map((each) => dated(each, path, kept, event));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([name, each]) => {
    const inner = path === "" ? name : `${path}.${name}`;
    return [name, kept.includes(inner) ? each : dated(each, inner, kept, event)];
  });
  return Object.fromEntries(fields);
}

/** What lies ahead of the right time happened just now; what was still to come comes as long from now. */
function moved(moment: Instant, { at, before }: ClockRestated): Instant {
  if (moment <= at) return moment;
  const beyondMs = Math.max(0, Date.parse(moment) - Date.parse(before));
  return new Date(Date.parse(at) + beyondMs).toISOString();
}

/** Posts without shifts of days to come: who is on post is, until the next take over. */
function onPosts(state: State, now: Instant): Table<Post> {
  const tomorrow = new Date(Date.parse(now) + DAY_MS).toISOString();
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: state.settings.timezone }).format(new Date(now));
  let result = state.posts;
  for (const [key, post] of state.posts.entries()) {
    const ahead = post.hand_over?.begins_at != null && post.hand_over.begins_at > tomorrow;
    result = result.with(key, {
      ...post,
      teams: post.teams.map((team) => (team.until !== null && team.until > tomorrow ? { ...team, until: null } : team)),
      hand_over: ahead ? null : post.hand_over,
      settled_at: post.settled_at < now ? post.settled_at : now,
      drawn: post.drawn < today ? post.drawn : today,
    });
  }
  return result;
}
