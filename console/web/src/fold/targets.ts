/** Running promises and the ladder: what acted once is remembered with the assignment. */

import type { LadderClimbed, LadderResumed, Wait } from "../wire/generated";
import { change, type Rules } from "./put";
import type { State } from "./state";

type Types =
  | "target.set"
  | "target.warned"
  | "target.missed"
  | "target.met"
  | "ladder.climbed"
  | "ladder.held"
  | "ladder.resumed";

export const TARGETS: Rules<Types> = {
  "target.set": (state, event) =>
    change(state, "assignments", event.assignment, (before) => {
      const { target: name, start, milestone, limit_s } = event;
      return { targets: [...before.targets, { name, start, milestone, limit_s, due_at: null }], owes_since: event.at };
    }),
  "target.warned": (state, event) => fired(state, event.assignment, `warn:${event.target}:${event.percent}`),
  "target.missed": (state, event) => fired(state, event.assignment, `miss:${event.target}`),
  "target.met": (state, event) => fired(state, event.assignment, `met:${event.target}`),
  "ladder.climbed": (state, event) =>
    change(
      fired(withUnitSent(state, event), event.assignment, `rung:${event.rung}`),
      "assignments",
      event.assignment,
      () => ({
        alerts: event.count,
      }),
    ),
  "ladder.held": (state, event) => change(state, "assignments", event.assignment, () => ({ held: true })),
  "ladder.resumed": (state, event) =>
    change(state, "assignments", event.assignment, (before) => ({
      held: false,
      waits: [...before.waits, ...wait(event)],
    })),
};

/** What the ladder waits that a person let go again: its rungs act later by how long the first one was overdue. */
function wait({ at, ladder_ms }: LadderResumed): Wait[] {
  return ladder_ms === 0 ? [] : [{ at, until: at, ladder_ms }];
}

/** Count the unit that a rung sent, where its order is of version 1 and does not say so itself. */
function withUnitSent(state: State, event: LadderClimbed): State {
  const newest = state.assignments.get(state.incidents.get(event.incident)?.assignments.at(-1) ?? "");
  if (event.outcome !== "sent" || newest?.because !== null || newest.assigned_at !== event.at) return state;
  return change(state, "incidents", event.incident, (before) => ({ ladder_units: before.ladder_units + 1 }));
}

function fired(state: State, assignment: string, key: string): State {
  return change(state, "assignments", assignment, (before) => ({ fired: [...before.fired, key] }));
}
