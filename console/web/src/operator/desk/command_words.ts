/** What a command asks for, in the words of the acts. */

import { callSignWord } from "../../derived/call_signs";
import type { State } from "../../fold/state";
import type { PlainKey } from "../../language/dictionary";
import { language, t } from "../../language/language";
import { incidentWord } from "../../language/wire_words";
import type { AnyCommand } from "../../wire/generated";
import { COMMAND_TITLES } from "../../wire/words.generated";

const OF_COMMANDS: Readonly<Partial<Record<AnyCommand["type"], PlainKey>>> = {
  "alarm.raise": "act.new_call",
  "incident.take": "act.take",
  "incident.confirm": "act.confirm",
  "incident.false_alarm": "act.false_alarm",
  "incident.grade": "act.grade",
  "incident.close": "act.close",
  "incident.reopen": "act.reopen",
  "incident.note": "act.note",
  "scene.report": "act.report",
  "incident.split": "act.split",
  "incident.merge": "act.merge",
  "incident.update": "act.update",
  "assignment.assign": "act.send",
  "assignment.recall": "act.recall",
  "road.close": "act.lane",
  "ladder.hold": "act.hold",
  "ladder.resume": "act.resume",
  "incident.hand_over": "act.hand_over",
  "incident.accept": "step.take_over",
  "incident.outcome": "act.outcome",
  "dispatch.accept": "act.proposal",
  "dispatch.refuse": "act.proposal",
  "drill.break_off": "act.break_off",
  "source.shelve": "act.shelve",
};

/** Return what a command asks for, of whom, and of which incident; of one that is `here` it goes without saying. */
export function commandWords(state: State, command: AnyCommand, here: string | null = null): string {
  const key = OF_COMMANDS[command.type];
  const act =
    command.type === "road.open"
      ? t("act.open_lane", { what: "" }).trim()
      : key
        ? t(key)
        : COMMAND_TITLES[command.type][language.value];
  const whom = unitOf(state, command);
  const id =
    "incident" in command ? command.incident : "assignment" in command ? incidentOf(state, command.assignment) : null;
  const incident = state.incidents.get(id ?? "");
  const about = incident === undefined || id === here ? "" : incidentWord(incident, state.buildings);
  return [act, whom, about].filter((word) => word !== "").join(" ");
}

/** Whom a command moves, by the call sign; empty where it moves nobody. */
function unitOf(state: State, command: AnyCommand): string {
  const unit =
    command.type === "assignment.assign"
      ? command.unit
      : "assignment" in command
        ? state.assignments.get(command.assignment ?? "")?.unit
        : undefined;
  return unit === undefined ? "" : callSignWord(state, unit);
}

function incidentOf(state: State, assignment: string): string | null {
  return state.assignments.get(assignment)?.incident ?? null;
}
