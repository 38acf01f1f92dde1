/** Drills: each event moves one of them on. */

import type { Drill, DrillPlan, Instant } from "../wire/generated";
import { change, nothing, put, type Rules } from "./put";
import type { State } from "./state";

type Types =
  | "drill.planned"
  | "drill.started"
  | "drill.cued"
  | "drill.injected"
  | "drill.remarked"
  | "drill.attended"
  | "drill.broken_off"
  | "drill.ended"
  | "drill.cancelled"
  | "drill.signed_off"
  | "drill.archived";

export const DRILLS: Rules<Types> = {
  "drill.planned": (state, event) => put(state, "drills", planned(event.drill, event.plan, event.at, event.starts_at)),
  "drill.started": (state, event) => {
    // A station hears of a drill with its start at the earliest, where that is no-notice: the plan is said again.
    const before = state.drills.get(event.drill) ?? planned(event.drill, event.plan, event.at, null);
    const timed = event.plan.injects.filter((each) => each.upon === null);
    const cues = Object.fromEntries(timed.map((each) => [each.id, after(event.at, each.after_s)]));
    return put(state, "drills", { ...before, state: "running", started_at: event.at, cues });
  },
  "drill.cued": (state, event) =>
    change(state, "drills", event.drill, (before) => ({ cues: { ...before.cues, [event.inject]: event.due_at } })),
  "drill.injected": (state, event) =>
    change(state, "drills", event.drill, (before) => {
      const { inject, lane: id } = event;
      const injected = [...before.injected, inject.id];
      const lift_lost = before.lift_lost || inject.effect === "lift_lost";
      if (id === null || inject.lane === null) return { injected, lift_lost };
      const { way, lon, lat, radius_m, modes } = inject.lane;
      const area = { way, lon, lat, radius_m, polygon: null, levels: null };
      return { injected, lift_lost, lanes: [...before.lanes, { id, area, modes }] };
    }),
  "drill.remarked": nothing,
  "drill.attended": (state, event) =>
    change(state, "drills", event.drill, (before) => ({
      attended: { ...before.attended, [event.station]: event.members },
    })),
  "drill.broken_off": (state, event) =>
    change(state, "drills", event.drill, (before) =>
      event.station === null ? { broken_off: true } : { left: [...before.left, event.station] },
    ),
  "drill.ended": (state, event) =>
    change(state, "drills", event.drill, () => ({ state: "ended" as const, ended_at: event.at })),
  "drill.cancelled": (state, event) =>
    change(state, "drills", event.drill, () => ({ state: "cancelled" as const, over_at: event.at })),
  "drill.signed_off": (state, event) =>
    change(state, "drills", event.drill, () => ({ state: "signed_off" as const, over_at: event.at })),
  "drill.archived": (state, event) => ({ ...state, drills: state.drills.without(event.drill) }),
};

/** Note with an incident's drill that the incident is a part of it. */
export function withDrillIncident(state: State, drill: string | null, incident: string): State {
  if (drill === null) return state;
  return change(state, "drills", drill, (before) => ({ incidents: [...before.incidents, incident] }));
}

/** Note with an incident's drill that a station got an order of it. */
export function withDrillOrder(state: State, incident: string, station: string): State {
  const drill = state.drills.get(state.incidents.get(incident)?.drill ?? "");
  if (drill === undefined || drill.ordered.includes(station)) return state;
  return put(state, "drills", { ...drill, ordered: [...drill.ordered, station] });
}

function planned(id: string, plan: DrillPlan, planned_at: Instant, starts_at: Instant | null): Drill {
  return {
    id,
    plan,
    planned_at,
    state: "planned",
    starts_at,
    started_at: null,
    ended_at: null,
    over_at: null,
    broken_off: false,
    incidents: [],
    ordered: [],
    cues: {},
    injected: [],
    lanes: [],
    lift_lost: false,
    left: [],
    attended: {},
  };
}

function after(at: Instant, seconds: number): Instant {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}
