/** Why, for each event that says it. */

import type { State } from "../fold/state";
import { reasonWord } from "../incidents/reason_words";
import type { AnyEvent } from "../wire/generated";

/** Return why, for an event that says it; empty for others. A closing's reason stands in its own words. */
export function reasonOf(event: AnyEvent, state: State): string {
  if (!("reason" in event) || typeof event.reason !== "string" || event.type === "incident.closed") return "";
  return reasonWord("because" in event ? event.because : null, event.reason, state);
}
