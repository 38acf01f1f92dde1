/** The reasons that the rules write down, in the reader's language; what a person wrote stays as it is. */

import type { State } from "../fold/state";
import { unitName } from "../incidents/list/row";
import type { PlainKey } from "../language/dictionary";
import { t } from "../language/language";
import { triggerWord, wireWord } from "../language/wire_words";
import type { AnyEvent } from "../wire/generated";

const WHOLE: Readonly<Record<string, PlainKey>> = {
  "sent by hand": "reason.by_hand",
  "confirmed by a person": "reason.confirmed",
  "a second, independent detector": "reason.second_detector",
  "a manual call point was pressed": "reason.call_point",
  "water flows in the sprinkler system": "reason.water",
  "somebody called": "reason.called",
  "somebody reported it": "reason.reported",
  "a dispatcher took it down": "reason.desk",
  "suspected fire": "reason.suspected",
  "every station of the drill turns out": "reason.everybody",
};

/** Return why, for an event that says it; empty for others. A closing's reason stands in its own words. */
export function reasonOf(event: AnyEvent, state: State): string {
  if (!("reason" in event) || typeof event.reason !== "string" || event.type === "incident.closed") return "";
  return reasonWord(event.reason, state);
}

function reasonWord(reason: string, state: State): string {
  const whole = WHOLE[reason];
  if (whole !== undefined) return t(whole);
  const ladder = /^ladder: (\S+) (\w+)$/.exec(reason);
  if (ladder !== null) {
    return t("reason.ladder", { unit: unitName(state, ladder[1] ?? ""), why: triggerWord(ladder[2] ?? "") });
  }
  const needed = /^(?:needed in )?operation (\S+)$/.exec(reason);
  if (needed !== null) return t("reason.needed", { number: needed[1] ?? "" });
  const proposal = /^proposal (\S+)$/.exec(reason);
  if (proposal !== null) return t("reason.proposal", { id: proposal[1] ?? "" });
  const closed = /^incident closed: (\w+)$/.exec(reason);
  if (closed !== null) return t("reason.closed", { reason: wireWord("close", closed[1] ?? "") });
  const beside = /^plan (.+), beside (\S+): its station is not ready$/.exec(reason);
  if (beside !== null) return t("reason.beside", { plan: beside[1] ?? "", unit: unitName(state, beside[2] ?? "") });
  const look = /^plan (.+), to look$/.exec(reason);
  if (look !== null) return t("reason.look", { plan: look[1] ?? "" });
  const plan = /^plan (.+)$/.exec(reason);
  return plan === null ? reason : t("reason.plan", { plan: plan[1] ?? "" });
}
