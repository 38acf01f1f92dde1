/** What the desk can do about a request for help, and when the hub goes on by itself. */

import { helpState } from "../../incidents/help_words";
import type { Help, Helper, HelpRules } from "../../wire/generated";

export type HelpStep = "help.accept" | "help.depart" | "help.arrive" | "help.done" | "help.refuse" | "help.cancel";

/** The buttons in each state, what mostly comes next first. */
export const STEPS_OF: { readonly [state: string]: readonly HelpStep[] } = {
  requested: ["help.cancel"],
  asked: ["help.accept", "help.refuse", "help.cancel"],
  unanswered: ["help.accept", "help.cancel"],
  accepted: ["help.depart", "help.arrive", "help.refuse", "help.cancel"],
  en_route: ["help.arrive", "help.refuse", "help.cancel"],
  on_scene: ["help.done", "help.cancel"],
};

/** When the next one is asked where nobody answers; null where nothing acts by itself. */
export function nextAskAt(help: Help, rules: HelpRules): number | null {
  if (helpState(help) !== "asked") return null;
  const last = help.asks.at(-1);
  if (last === undefined) return null;
  const since = last.means === "phone" && last.told_at !== null ? last.told_at : last.at;
  const due = Date.parse(since) + rules.accept_within_s * 1000;
  return help.wait_until === null ? due : Math.max(due, Date.parse(help.wait_until));
}

/** The number behind a line of a helper: its own, or the district's by a label. */
export function phoneOf(
  helper: Helper | undefined,
  line: number,
  phones: { readonly [label: string]: string },
): string {
  const written = helper?.phones[line] ?? "";
  return phones[written] ?? written;
}
