/** What happens to incidents, from the first word to the archive. */

import type {
  Incident,
  IncidentErased,
  IncidentMerged,
  IncidentOpened,
  IncidentOutcome,
  Reason,
  SceneReported,
} from "../wire/generated";
import { isDevice, withDevice } from "./alarms";
import { withDrillIncident } from "./drills";
import { change, dropped, put, type Rules } from "./put";
import { conditionsWithoutWords } from "./signals";
import type { State } from "./state";

type Types =
  | "incident.opened"
  | "incident.taken"
  | "incident.updated"
  | "incident.confirmed"
  | "incident.graded"
  | "incident.grade_proposed"
  | "incident.noted"
  | "scene.reported"
  | "incident.outcome_recorded"
  | "incident.merged"
  | "incident.closed"
  | "incident.reopened"
  | "incident.erased"
  | "incident.archived";

export const INCIDENTS: Rules<Types> = {
  "incident.opened": (state, event) => {
    const [month = "", number = "0"] = event.number.split("-");
    const noted = withDrillIncident(put(state, "incidents", opened(event)), event.drill, event.incident);
    return { ...noted, month, last_number: Number(number) };
  },
  "incident.taken": (state, event) => change(state, "incidents", event.incident, () => ({ taken_by: event.by })),
  "incident.updated": (state, event) =>
    change(state, "incidents", event.incident, (before) => {
      const place = event.place ?? before.place;
      const located = place.lon !== null && place.lat !== null;
      const flags = located ? before.flags.filter((flag) => flag !== "unlocated") : before.flags;
      return {
        place,
        flags: [...flags, ...event.flags.filter((flag) => !flags.includes(flag))],
        kind: event.kind ?? before.kind,
        trapped: event.trapped ?? before.trapped,
      };
    }),
  "incident.confirmed": (state, event) =>
    change(state, "incidents", event.incident, () => ({ confirmed_at: event.at })),
  "incident.graded": (state, event) =>
    change(state, "incidents", event.incident, () => ({
      grade: event.grade,
      graded_because: event.because,
      ...(event.by.role === "hub" || event.because !== null ? {} : BY_HAND),
    })),
  "incident.grade_proposed": (state, event) =>
    change(state, "incidents", event.incident, () => ({
      grade_proposed: event.grade,
      grade_proposed_because: event.because,
    })),
  "incident.noted": (state, event) =>
    change(state, "incidents", event.incident, (before) => ({
      notes: [...before.notes, { at: event.at, by: event.by, text: event.text }],
    })),
  "scene.reported": (state, event) =>
    withBarredLane(
      change(state, "incidents", event.incident, (before) => reported(before, event)),
      event,
    ),
  "incident.outcome_recorded": (state, event) =>
    change(state, "incidents", event.incident, () => ({ outcome: event.outcome })),
  "incident.merged": merged,
  "incident.closed": (state, event) =>
    change(state, "incidents", event.incident, () => ({
      closed_at: event.at,
      close_reason: event.reason,
      shortfalls: [],
      share_at: null,
    })),
  "incident.reopened": (state, event) =>
    change(state, "incidents", event.incident, () => ({ closed_at: null, close_reason: null, looking_since: null })),
  "incident.erased": erased,
  "incident.archived": (state, event) => withoutIncident(state, event.incident),
};

/** A person graded: rules only propose from now on. */
const BY_HAND = { graded_by_hand: true, grade_proposed_because: null };

function opened(event: IncidentOpened): Incident {
  const { incident: id, number, kind, place, grade, at, seq, exercise, test, trapped, flags, drill, unread } = event;
  return {
    ...NEW,
    id,
    number,
    kind,
    place,
    grade,
    opened_at: at,
    opened_by_seq: seq,
    exercise,
    test,
    trapped,
    flags,
    drill,
    unread,
    signal_at: event.signal_at,
    graded_because: event.because,
  };
}

function reported(before: Incident, event: SceneReported): Partial<Incident> {
  const { report: id, at, by, said, assignment, unit, flags, contradicts, advice, occurred_at } = event;
  const doubted = flags.includes("contradicted") && !before.flags.includes("contradicted");
  return {
    reports: [...before.reports, { id, at, by, said, assignment, unit, flags, contradicts, advice, occurred_at }],
    flags: doubted ? [...before.flags, "contradicted"] : before.flags,
  };
}

/** A lane that a report closes to the crews of its drill. */
function withBarredLane(state: State, { incident, bars }: SceneReported): State {
  const drill = state.incidents.get(incident)?.drill ?? null;
  if (bars === null || drill === null) return state;
  return change(state, "drills", drill, ({ lanes }) => ({ lanes: [...lanes, bars] }));
}

/** What an incident begins with. */
export const NEW = {
  alarms: [],
  devices: [],
  old_devices: [],
  assignments: [],
  shortfalls: [],
  forewarned: [],
  notes: [],
  reports: [],
  last_alarm_at: "1970-01-01T00:00:00.000Z",
  handed_over_at: null,
  receiver: null,
  taken_by: null,
  confirmed_at: null,
  closed_at: null,
  close_reason: null,
  merged_into: null,
  ladder_units: 0,
  away: [],
  erased_at: null,
  erased_by: null,
  share_at: null,
  requests: [],
  looking_since: null,
  graded_by_hand: false,
  graded_because: null,
  grade_proposed: 0,
  grade_proposed_because: null,
  offered_at: null,
  offered_by: null,
  receiver_station: null,
  scene_state: null,
  outcome: null,
  forwards: {},
} satisfies Partial<Incident>;

/** Nothing stays that anybody said. */
function erased(state: State, event: IncidentErased): State {
  const incident = state.incidents.get(event.incident);
  let result = conditionsWithoutWords(state, event.incident);
  if (incident === undefined) return result;
  for (const key of incident.alarms) {
    result = change(result, "alarms", key, ({ place, joined_because: because }) => ({
      place: { ...place, text: null },
      note: null,
      reporter: null,
      unread: {},
      ...(inWords(because) && { joined: SENTENCES[because.type], joined_because: { ...because, words: null } }),
    }));
  }
  for (const key of incident.assignments) {
    result = change(result, "assignments", key, ({ because }) =>
      inWords(because) ? { reason: SENTENCES[because.type], because: { ...because, words: null } } : {},
    );
  }
  for (const key of incident.requests) result = change(result, "requests", key, () => ({ note: null }));
  for (const message of result.messages.values()) {
    if (message.incident === incident.id) result = change(result, "messages", message.id, () => ({ text: "" }));
  }
  return put(result, "incidents", {
    ...incident,
    place: { ...incident.place, text: null },
    notes: incident.notes.map((note) => ({ ...note, text: "" })),
    reports: incident.reports.map((report) => ({
      ...report,
      said: { ...report.said, room: null, burning: null, note: null, unread: {} },
    })),
    receiver: incident.receiver === null ? null : "",
    unread: {},
    erased_at: event.at,
    erased_by: event.by,
  });
}

/** What the record has beside a person's reason who gave no words. */
const SENTENCES = {
  by_person: "",
  by_hand: "sent by hand",
  confirmed_by_hand: "confirmed by a person",
  merged_by_hand: "the same incident, by hand",
} as const;

type InWords = Extract<Reason, { readonly type: keyof typeof SENTENCES }>;

function inWords(because: Reason | null): because is InWords {
  return because !== null && because.type in SENTENCES && "words" in because && because.words !== null;
}

function merged(state: State, event: IncidentMerged): State {
  const source = state.incidents.get(event.incident);
  const target = state.incidents.get(event.into);
  if (source === undefined || target === undefined) return state;
  let result = state;
  for (const key of source.alarms) {
    result = change(result, "alarms", key, () => ({
      incident: target.id,
      joined: event.reason,
      joined_because: event.because,
    }));
  }
  for (const key of source.assignments) {
    result = change(result, "assignments", key, () => ({ incident: target.id }));
  }
  for (const key of source.requests) result = change(result, "requests", key, () => ({ incident: target.id }));
  result = put(result, "incidents", {
    ...target,
    alarms: [...target.alarms, ...source.alarms],
    devices: source.devices.reduce(withDevice, target.devices),
    old_devices: oldInBoth(target, source),
    unread: { ...source.unread, ...target.unread },
    signal_at: source.signal_at !== null ? target.signal_at : null,
    assignments: [...target.assignments, ...source.assignments],
    requests: [...target.requests, ...source.requests],
    notes: [...target.notes, ...source.notes],
    reports: [...target.reports, ...source.reports],
    trapped: more(target.trapped, source.trapped),
    last_alarm_at: target.last_alarm_at > source.last_alarm_at ? target.last_alarm_at : source.last_alarm_at,
    confirmed_at: target.confirmed_at ?? source.confirmed_at,
    outcome: together(target.outcome, source.outcome),
  });
  return put(result, "incidents", {
    ...source,
    alarms: [],
    devices: [],
    old_devices: [],
    assignments: [],
    requests: [],
    shortfalls: [],
    outcome: null,
    closed_at: event.at,
    close_reason: "merged",
    share_at: null,
    merged_into: target.id,
  });
}

/** Return the state without the incident and all that belongs to it. */
export function withoutIncident(state: State, key: string): State {
  const incident = state.incidents.get(key);
  if (incident === undefined) return state;
  const of = (things: Iterable<{ readonly id: string; readonly incident: string | null }>) =>
    [...things].filter((each) => each.incident === key).map((each) => each.id);
  return {
    ...state,
    incidents: state.incidents.without(key),
    alarms: dropped(state.alarms, incident.alarms),
    assignments: dropped(state.assignments, incident.assignments),
    requests: dropped(state.requests, incident.requests),
    corridors: dropped(state.corridors, incident.assignments),
    messages: dropped(state.messages, of(state.messages.values())),
    proposals: dropped(state.proposals, of(state.proposals.values())),
  };
}

/** Of which devices neither incident had a signal that was not late. */
function oldInBoth(one: Incident, other: Incident): Incident["old_devices"] {
  const fresh = [one, other].flatMap((each) =>
    each.devices.filter((device) => !each.old_devices.some((old) => isDevice(old, device))),
  );
  const old = other.old_devices.reduce(withDevice, one.old_devices);
  return old.filter((device) => !fresh.some((each) => isDevice(each, device)));
}

function together(one: IncidentOutcome | null, other: IncidentOutcome | null): IncidentOutcome | null {
  if (one === null || other === null) return one ?? other;
  return { ...other, ...Object.fromEntries(Object.entries(one).filter(([, value]) => value !== null)) };
}

function more(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.max(one, other);
}
