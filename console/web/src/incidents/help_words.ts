/** A request for help at a glance: who was asked when, and how far it has come. */

import type { State } from "../fold/state";
import { clock } from "../language/format";
import { t } from "../language/language";
import { wireWord } from "../language/wire_words";
import type { Ask, Help, Incident } from "../wire/generated";

/** The incident's requests, the newest last. */
export function requestsOf(state: State, incident: Incident): Help[] {
  return incident.requests.flatMap((id) => state.requests.get(id) ?? []);
}

/** The newest milestone, as the hub's `Help.state`. */
export function helpState(help: Help): string {
  if (help.ending !== null) return help.ending;
  if (help.on_scene_at !== null) return "on_scene";
  if (help.en_route_at !== null) return "en_route";
  if (help.accepted_at !== null) return "accepted";
  if (help.unanswered_at !== null) return "unanswered";
  return help.asks.length > 0 ? "asked" : "requested";
}

/** Whether nobody comes, or who comes is late: somebody must do something. */
export function isMissing(help: Help): boolean {
  return help.ending === null && (helpState(help) === "unanswered" || (help.overdue_at !== null && !isThere(help)));
}

/** What is still to be said in a way, as the hub's `Ask.pending`. */
export function pendingOf(ask: Ask): "ask" | "call_off" | null {
  if (ask.told_at === null) return ask.failed_at === null && ask.call_off_at === null ? "ask" : null;
  return ask.call_off_at !== null && ask.called_off_at === null ? "call_off" : null;
}

/** Return the whole line: “gas company asked 14:02, on the way”. */
export function helpLine(help: Help): string {
  const kind = wireWord("helper", help.kind);
  const time = clock(Date.parse(help.requested_at));
  const state =
    isMissing(help) && helpState(help) !== "unanswered" ? t("help.overdue") : wireWord("help", helpState(help));
  return t("help.line", { kind, time, state });
}

function isThere(help: Help): boolean {
  return help.on_scene_at !== null;
}
