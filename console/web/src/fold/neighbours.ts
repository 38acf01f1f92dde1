/** What goes on beside stations that have no order. */

import { put, type Rules } from "./put";

export const NEIGHBOURS: Rules<"zone.informed" | "zone.cleared"> = {
  "zone.informed": (state, event) => {
    const { incident: id, number, kind, grade, place, at, exercise, stations } = event;
    return put(state, "beside", { id, number, kind, grade, place, at, exercise, stations });
  },
  "zone.cleared": (state, event) => ({ ...state, beside: state.beside.without(event.incident) }),
};
