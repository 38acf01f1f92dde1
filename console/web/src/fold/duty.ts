/** Who is on post: shifts handed and taken over, what the alert clients show, what the equipment lacks. */

import type {
  DutyHandedOver,
  DutyOverdue,
  DutyTakenOver,
  HandOver,
  Instant,
  Post,
  RegistryChanged,
} from "../wire/generated";
import type { Rules } from "./put";
import type { State } from "./state";

type Types =
  | "duty.changed"
  | "duty.handed_over"
  | "duty.taken_over"
  | "duty.overdue"
  | "duty.climbed"
  | "presence.changed"
  | "post.judged";

/** The beginning of time. */
const NEVER: Instant = "1970-01-01T00:00:00.000Z";

/** What is known of a station's post before anything was said of it. */
const UNKNOWN: Omit<Post, "station"> = {
  teams: [],
  reported: [],
  hand_over: null,
  settled_at: NEVER,
  presence: null,
  answered_at: null,
  last_check: null,
  last_check_at: null,
  drawn: "",
  not_before: null,
  faults: null,
  minimum: null,
  wait_until: null,
  not_counted: [],
  named: [],
};

export function postOf(state: State, station: string): Post {
  return state.posts.get(station) ?? { station, ...UNKNOWN };
}

/** Return the state with fields of a station's post changed; one that nothing was known of begins with these. */
export function putPost(state: State, station: string, fields: Partial<Post>): State {
  return { ...state, posts: state.posts.with(station, { ...postOf(state, station), ...fields }) };
}

export const DUTY: Rules<Types> = {
  "duty.changed": (state, event) => {
    const offDuty = event.on ? state.off_duty.without(event.unit) : state.off_duty.with(event.unit, event.at);
    const changed = { ...state, off_duty: offDuty };
    const post = postOf(state, event.station);
    const reported = post.reported.filter(([unit]) => unit !== event.unit);
    const named = post.named.filter(([unit]) => unit !== event.unit);
    const strength = event.strength ?? (event.members.length > 0 ? event.members.length : null);
    const says = event.on && strength !== null;
    if (!says && reported.length === post.reported.length) return changed;
    if (says) reported.push([event.unit, strength]);
    if (says && event.members.length > 0) named.push([event.unit, event.members]);
    return putPost(changed, event.station, { reported, named });
  },
  "duty.handed_over": (state, event) => {
    const { shift, members, due_at, begins_at, ends_at } = event;
    const waiting: HandOver = { shift, members, due_at, begins_at, ends_at, missed_at: null, fired: [] };
    return putPost(state, event.station, { hand_over: waiting, answered_at: heard(state, event) });
  },
  "duty.taken_over": (state, event) => {
    // The team is on post beside those whose shift lasts; of the same shift the newer counts.
    const { shift, members, strength, at: since, ends_at: until } = event;
    const others = postOf(state, event.station).teams.filter(
      (each) => each.shift !== shift && each.until !== null && each.until > event.at,
    );
    return putPost(state, event.station, {
      teams: [...others, { shift, members, strength, since, until }],
      reported: [],
      named: [],
      hand_over: null,
      settled_at: settled(state, event),
      answered_at: heard(state, event),
    });
  },
  "duty.overdue": (state, event) => {
    // The ladder of this miss begins; whom the shift was handed over to stays known.
    const before = postOf(state, event.station).hand_over;
    const same = before !== null && before.shift === event.shift && before.missed_at === null;
    const { shift, due_at, begins_at, ends_at, at: missed_at } = event;
    const members = same ? before.members : [];
    const waiting: HandOver = { shift, members, due_at, begins_at, ends_at, missed_at, fired: [] };
    return putPost(state, event.station, { hand_over: waiting, settled_at: settled(state, event) });
  },
  "duty.climbed": (state, event) => {
    const waiting = postOf(state, event.station).hand_over;
    if (waiting === null) return state;
    return putPost(state, event.station, { hand_over: { ...waiting, fired: [...waiting.fired, event.rung] } });
  },
  "presence.changed": (state, event) => {
    const { present, hidden, sound, battery, at } = event;
    return putPost(state, event.station, { presence: { present, hidden, sound, battery, at } });
  },
  "post.judged": (state, event) => {
    const { faults, minimum, not_counted } = event;
    return putPost(state, event.station, { faults, minimum, not_counted });
  },
};

/** Replace rosters; a shift is expected of a new one only from then on, and a dropped station has no post. */
export function withRosters(state: State, event: RegistryChanged): State {
  let result = state;
  for (const roster of event.rosters) {
    const before = postOf(result, roster.station).settled_at;
    result = { ...result, rosters: result.rosters.with(roster.station, roster) };
    result = putPost(result, roster.station, { settled_at: later(before, event.at) });
  }
  let { rosters, posts } = result;
  for (const key of [...event.dropped_rosters, ...event.dropped_stations]) rosters = rosters.without(key);
  for (const key of event.dropped_stations) posts = posts.without(key);
  return { ...result, rosters, posts };
}

function settled(state: State, event: DutyTakenOver | DutyOverdue): Instant {
  const before = postOf(state, event.station).settled_at;
  return event.begins_at === null ? before : later(before, event.begins_at);
}

/** What a person at the station presses is a sign of life; what the centre enters for it is none. */
function heard(state: State, event: DutyHandedOver | DutyTakenOver): Instant | null {
  return event.by.role === "station" ? event.at : postOf(state, event.station).answered_at;
}

function later(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
