/** Messages that go out besides the socket: pending until each channel has an outcome. */

import { put, type Rules } from "./put";
import type { State } from "./state";

export const CHANNELS: Rules<"channel.called" | "channel.sent" | "channel.failed" | "channel.given_up"> = {
  "channel.called": (state, event) => {
    const { message: id, incident, use, assignment, station, text, at, channels: waiting, trigger, request } = event;
    const message = { id, incident, use, assignment, station, text, at, waiting, dead: [], trigger, request };
    return put(state, "messages", message);
  },
  "channel.sent": (state, event) => left(state, event.message, event.channel, []),
  "channel.failed": (state, event) => left(state, event.message, event.channel, [event.channel]),
  "channel.given_up": (state, event) => left(state, event.message, event.channel, []),
};

function left(state: State, key: string, channel: string, died: readonly string[]): State {
  const message = state.messages.get(key);
  if (message === undefined) return state;
  const waiting = message.waiting.filter((each) => each !== channel);
  const dead = [...message.dead, ...died];
  // A dead letter about an incident leaves with it; one about a post stays in the record alone.
  return waiting.length === 0 && (dead.length === 0 || message.incident === null)
    ? { ...state, messages: state.messages.without(key) }
    : put(state, "messages", { ...message, waiting, dead });
}
