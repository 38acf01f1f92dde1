/** The hand-over: what was offered, who took it, and the promises that end with it. */

import { change, type Rules } from "./put";

type Types = "incident.hand_over_offered" | "incident.handed_over";

/** Beside the milestones: from when a crew of the brigade has to take the incident over, and when it was taken. */
export const OWED = "owed";
export const HANDED_OVER = "handed_over";

export const HAND_OVER: Rules<Types> = {
  "incident.hand_over_offered": (state, event) =>
    change(state, "incidents", event.incident, (before) => ({
      offered_at: before.offered_at ?? event.at,
      offered_by: before.offered_by ?? event.by,
      receiver: event.receiver ?? before.receiver,
      scene_state: event.state ?? before.scene_state,
    })),
  "incident.handed_over": (state, event) => {
    let result = change(state, "incidents", event.incident, () => ({
      handed_over_at: event.at,
      receiver: event.receiver,
      receiver_station: event.station,
      scene_state: event.state,
    }));
    for (const key of event.settles) {
      result = change(result, "assignments", key, () => ({ handed_over_at: event.at }));
    }
    return result;
  },
};
