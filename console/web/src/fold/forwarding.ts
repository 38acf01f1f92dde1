/** What the 119 centre and the city were told of an incident: newest last, and how it stands with the newest. */

import type { ForwardLine } from "../wire/generated";
import { change, type Rules } from "./put";

const KEPT = 40;

const NOTHING: ForwardLine = {
  messages: [],
  state: "due",
  content: "",
  tries: 0,
  state_at: "",
  unanswered_at: null,
  error: null,
};

export const FORWARDING: Rules<"report.forwarded"> = {
  "report.forwarded": (state, event) =>
    change(state, "incidents", event.incident, (incident) => {
      const before = incident.forwards[event.target] ?? NOTHING;
      if (event.state !== "due" && before.messages.length === 0) return {};
      const { message, what, at, tries, content, error } = event;
      let line: ForwardLine = { ...before, state: event.state, content, tries, state_at: at, error: null };
      if (event.state === "due") {
        const messages = [...before.messages, { message, what, at }].slice(-KEPT);
        line = { ...NOTHING, messages, content: before.content, state_at: at };
      } else if (event.state === "unanswered") {
        line = { ...before, unanswered_at: at, tries, error };
      }
      return { forwards: { ...incident.forwards, [event.target]: line } };
    }),
};
