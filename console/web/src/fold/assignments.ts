/** Orders and their milestones. State belongs to the assignment, never to the unit. */

import type { Assignment, AssignmentAssigned, Ending } from "../wire/generated";
import { withDrillOrder } from "./drills";
import { change, put, type Rules } from "./put";
import type { State } from "./state";

type Types =
  | "assignment.assigned"
  | "assignment.delivered"
  | "assignment.acknowledged"
  | "assignment.en_route"
  | "assignment.on_scene"
  | "assignment.controlled"
  | "assignment.released"
  | "assignment.declined"
  | "assignment.recalled"
  | "assignment.no_answer";

export const ASSIGNMENTS: Rules<Types> = {
  "assignment.assigned": (state, event) => {
    const ordered = put(state, "assignments", assignmentOf(state, event));
    const noted = withDrillOrder(ordered, event.incident, event.station);
    return change(noted, "incidents", event.incident, (before) => ({
      assignments: [...before.assignments, event.assignment],
      shortfalls: before.shortfalls.filter((each) => each.why !== "nobody_left"),
      ladder_units: before.ladder_units + (sentByLadder(state, event) ? 1 : 0),
    }));
  },
  "assignment.delivered": (state, event) =>
    change(state, "assignments", event.assignment, (before) => ({
      delivered_at: before.delivered_at ?? event.at,
      delivered_to: [...before.delivered_to, event.by.name],
    })),
  "assignment.acknowledged": milestone("acknowledged"),
  "assignment.en_route": milestone("en_route"),
  "assignment.on_scene": milestone("on_scene"),
  "assignment.controlled": milestone("controlled"),
  "assignment.no_answer": (state, event) =>
    change(state, "assignments", event.assignment, () => ({ no_answer_at: event.at })),
  "assignment.released": ending("released"),
  "assignment.declined": ending("declined"),
  "assignment.recalled": ending("recalled"),
};

/**
 * Whether the ladder gave the order. One of version 1 has no reason but a sentence, which is not asked: a crew of the
 * incident declined in this moment, or a rung that sent somebody follows (`targets.ts`).
 */
function sentByLadder(state: State, event: AssignmentAssigned): boolean {
  if (event.because !== null) return event.because.type === "by_ladder";
  const orders = state.incidents.get(event.incident)?.assignments.map((key) => state.assignments.get(key));
  return orders?.some((each) => each?.ending === "declined" && each.ended_at === event.at) ?? false;
}

function assignmentOf(state: State, event: AssignmentAssigned): Assignment {
  const {
    assignment: id,
    incident,
    unit,
    station,
    mode,
    reason,
    because,
    seq,
    at,
    eta_s,
    legs,
    targets,
    exercise,
    stand,
    unit_name,
  } = event;
  return {
    ...UNTOUCHED,
    id,
    incident,
    unit,
    station,
    // A station's own view does not know the others.
    station_kind: state.stations.get(station)?.kind ?? "",
    mode,
    reason,
    because,
    assigned_seq: seq,
    assigned_at: at,
    eta_s,
    legs,
    targets,
    exercise,
    stand,
    unit_name,
  };
}

/** What an order begins with. */
export const UNTOUCHED = {
  delivered_at: null,
  delivered_to: [],
  acknowledged_at: null,
  en_route_at: null,
  on_scene_at: null,
  controlled_at: null,
  no_answer_at: null,
  owes_since: null,
  handed_over_at: null,
  ending: null,
  ended_at: null,
  alerts: 1,
  held: false,
  fired: [],
  waits: [],
  stand: null,
  estimated_at: null,
  unit_name: "",
  reported_late: [],
} satisfies Partial<Assignment>;

type Dated = { readonly assignment: string; readonly at: string };
type Pressed = Dated & { readonly counts_from: string | null };
type Milestone = "acknowledged" | "en_route" | "on_scene" | "controlled";

/** A press that came late and is believed counts from when it was made; when the hub heard of it is kept beside. */
function milestone(name: Milestone): (state: State, event: Pressed) => State {
  return (state, { assignment, at, counts_from }) =>
    change(state, "assignments", assignment, (before) => ({
      [`${name}_at`]: counts_from ?? at,
      ...(counts_from && { reported_late: [...before.reported_late, { milestone: name, at }] }),
    }));
}

function ending(how: Ending): (state: State, event: Dated) => State {
  return (state, event) => change(state, "assignments", event.assignment, () => ({ ending: how, ended_at: event.at }));
}
