/** Help that is asked for: each event moves one request on. */

import type { Ask, Help, HelpAccepted, HelpAsked, HelpDone, HelpNotTold, HelpTold } from "../wire/generated";
import { change, put, type Rules } from "./put";
import type { State } from "./state";

type Types =
  | "help.requested"
  | "help.asked"
  | "help.told"
  | "help.not_told"
  | "help.accepted"
  | "help.en_route"
  | "help.on_scene"
  | "help.done"
  | "help.refused"
  | "help.unanswered"
  | "help.climbed"
  | "help.overdue"
  | "help.cancelled";

export const HELP: Rules<Types> = {
  "help.requested": (state, event) => {
    const { request: id, incident, kind, at: requested_at, exercise, outside, wanted, note, because } = event;
    const known = change(state, "incidents", incident, (before) => ({ requests: [...before.requests, id] }));
    return put(known, "requests", {
      ...NEW,
      id,
      incident,
      kind,
      requested_at,
      exercise,
      outside,
      wanted,
      note,
      because,
    });
  },
  "help.asked": (state, event) =>
    change(state, "requests", event.request, (before) => ({
      asks: [...before.asks, askOf(event)],
      unanswered_at: null,
      unanswered: null,
    })),
  "help.told": (state, event) => outcome(state, event, "told_at"),
  "help.not_told": (state, event) => outcome(state, event, "failed_at"),
  "help.accepted": (state, event) =>
    change(state, "requests", event.request, (before) => ({
      ...taken(before, event),
      accepted_at: before.accepted_at ?? event.at,
      eta_s: event.eta_s,
      expected_at: event.expected_at,
      overdue_at: null,
    })),
  "help.en_route": (state, event) =>
    change(state, "requests", event.request, (before) => ({ ...taken(before, event), en_route_at: event.at })),
  "help.on_scene": (state, event) =>
    change(state, "requests", event.request, (before) => ({ ...taken(before, event), on_scene_at: event.at })),
  "help.done": (state, event) =>
    change(state, "requests", event.request, (before) => {
      const ended = { ending: "done", ended_at: event.at } as const;
      return { ...taken(before, event), ...ended };
    }),
  "help.refused": (state, event) =>
    change(state, "requests", event.request, (before) => {
      const asks = before.asks.map((each) => (each.helper === event.helper ? { ...each, refused_at: event.at } : each));
      return before.helper === event.helper ? { ...UNTAKEN, asks, wait_until: event.at } : { asks };
    }),
  "help.unanswered": (state, event) =>
    change(state, "requests", event.request, () => ({ unanswered_at: event.at, unanswered: event.why })),
  "help.climbed": (state, event) => change(state, "requests", event.request, () => ({ officer_at: event.at })),
  "help.overdue": (state, event) => change(state, "requests", event.request, () => ({ overdue_at: event.at })),
  "help.cancelled": (state, event) =>
    change(state, "requests", event.request, (before) => ({
      asks: before.asks.map((each) => calledOff(each, event.at)),
      ending: event.ending,
      ended_at: event.at,
    })),
};

/** What a request is while nobody comes. */
const UNTAKEN = {
  helper: null,
  name: "",
  eta_s: null,
  accepted_at: null,
  en_route_at: null,
  on_scene_at: null,
  overdue_at: null,
  expected_at: null,
} satisfies Partial<Help>;

const NEW = {
  ...UNTAKEN,
  asks: [],
  officer_at: null,
  unanswered_at: null,
  unanswered: null,
  ending: null,
  ended_at: null,
  wait_until: null,
} satisfies Partial<Help>;

function askOf({ ask: id, helper, name, means, at, line }: HelpAsked): Ask {
  const nothing = { told_at: null, failed_at: null, refused_at: null, call_off_at: null, called_off_at: null };
  return { ...nothing, id, helper, name, means, at, line };
}

function outcome(state: State, event: HelpTold | HelpNotTold, field: "told_at" | "failed_at"): State {
  const changed = { [event.call_off ? "called_off_at" : field]: event.at };
  return change(state, "requests", event.request, (before) => ({
    asks: before.asks.map((each) => (each.id === event.ask ? { ...each, ...changed } : each)),
  }));
}

/** Somebody comes: who else was asked needs to hear that it is not needed. */
function taken(before: Help, event: HelpAccepted | Pick<HelpDone, "helper" | "name" | "at">): Partial<Help> {
  if (before.helper === event.helper) return {};
  return {
    helper: event.helper,
    name: event.name,
    asks: before.asks.map((each) => (each.helper === event.helper ? each : calledOff(each, event.at))),
    unanswered_at: null,
    unanswered: null,
  };
}

function calledOff(ask: Ask, at: string): Ask {
  const over = ask.failed_at !== null || ask.refused_at !== null || ask.call_off_at !== null;
  return over ? ask : { ...ask, call_off_at: at };
}
