/** What choices leave behind: shortfalls, proposals, the forewarned. */

import type { DispatchChosen, Incident } from "../wire/generated";
import { change, nothing, put, type Rules } from "./put";

type Types =
  | "dispatch.chosen"
  | "dispatch.shortfall"
  | "dispatch.asked"
  | "dispatch.move_up"
  | "dispatch.contended"
  | "dispatch.kept"
  | "dispatch.proposed"
  | "dispatch.settled"
  | "dispatch.forewarned";

export const CHOICE: Rules<Types> = {
  // A choice begins: what was missing of these needs is about to be sent, or named again.
  "dispatch.chosen": (state, event) =>
    change(state, "incidents", event.incident, (before) => ({
      shortfalls: before.shortfalls.filter((each) => !event.needs.includes(each.need)),
      looking_since: beginsLook(before, event) ? event.at : before.looking_since,
    })),
  "dispatch.shortfall": (state, event) =>
    change(state, "incidents", event.incident, (before) => ({
      shortfalls: [
        ...before.shortfalls.filter((each) => each.need !== event.need),
        { need: event.need, missing: event.missing, why: event.why },
      ],
    })),
  "dispatch.asked": nothing,
  "dispatch.move_up": nothing,
  "dispatch.contended": (state, event) =>
    change(state, "incidents", event.incident, () => ({ share_at: event.due_at })),
  "dispatch.kept": (state, event) => change(state, "incidents", event.incident, () => ({ share_at: null })),
  "dispatch.proposed": (state, event) => {
    const { proposal: id, incident, moves, gain_s, due_at } = event;
    const looked = change(state, "incidents", incident, () => ({ share_at: null }));
    return put(looked, "proposals", { id, incident, moves, gain_s, due_at });
  },
  "dispatch.settled": (state, event) => ({ ...state, proposals: state.proposals.without(event.proposal) }),
  "dispatch.forewarned": (state, event) =>
    change(state, "incidents", event.incident, (before) => ({ forewarned: [...before.forewarned, event.station] })),
};

/** Whether a look begins that must come to an end: not the one after a late signal, which nobody waits for. */
function beginsLook(incident: Incident, { because }: DispatchChosen): boolean {
  return because?.type === "to_look" && incident.looking_since === null && incident.signal_at === null;
}
