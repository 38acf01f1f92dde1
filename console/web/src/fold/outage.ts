/** The hub was away: what waits, and until when. */

import { postOf, putPost } from "./duty";
import { change, type Rules } from "./put";

type Types = "hub.returned" | "incident.hub_away" | "duty.unwatched";

export const OUTAGE: Rules<Types> = {
  "hub.returned": (state, event) => {
    let result = state;
    for (const { station, due_at } of event.posts) {
      const before = postOf(result, station).hand_over;
      const handOver = before !== null && due_at !== null ? { ...before, due_at } : before;
      result = putPost(result, station, { hand_over: handOver, wait_until: event.wait_until });
    }
    for (const { check, due_at } of event.checks) result = change(result, "checks", check, () => ({ due_at }));
    return result;
  },
  "incident.hub_away": (state, event) => {
    const away = { away_from: event.away_from, until: event.at };
    let result = change(state, "incidents", event.incident, (before) => ({ away: [...before.away, away] }));
    for (const { assignment, ladder_ms } of event.orders) {
      const wait = { at: event.at, until: event.wait_until, ladder_ms };
      result = change(result, "assignments", assignment, (before) => ({ waits: [...before.waits, wait] }));
    }
    for (const request of event.requests) {
      result = change(result, "requests", request, () => ({ wait_until: event.wait_until }));
    }
    return result;
  },
  "duty.unwatched": (state, event) => {
    const post = postOf(state, event.station);
    const over = post.hand_over?.ends_at != null && post.hand_over.ends_at <= event.at;
    const before = new Date(Date.parse(event.until) - 1).toISOString();
    const settled_at = [post.settled_at, event.since, before].reduce((one, other) => (one > other ? one : other));
    return putPost(state, event.station, { settled_at, hand_over: over ? null : post.hand_over });
  },
};
