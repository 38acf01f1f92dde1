/** What somebody did, or asked for, in the words of the acts. */

import type { Key, PlainKey } from "../../language/dictionary";
import { t } from "../../language/language";
import { incidentWord } from "../../language/wire_words";
import type { AnyCommand, AnyEvent } from "../../wire/generated";
import type { Desk } from "./desk";

/** What is marked when another operator did it. */
export const OF_EVENTS: Readonly<Partial<Record<AnyEvent["type"], PlainKey>>> = {
  "incident.taken": "act.take",
  "incident.confirmed": "act.confirm",
  "incident.graded": "act.grade",
  "incident.noted": "act.note",
  "incident.merged": "act.merge",
  "incident.closed": "act.close",
  "incident.reopened": "act.reopen",
  "incident.updated": "act.update",
  "alarm.split": "act.split",
  "assignment.assigned": "act.send",
  "assignment.recalled": "act.recall",
  "ladder.held": "act.hold",
  "ladder.resumed": "act.hold",
};

const OF_COMMANDS: Readonly<Partial<Record<AnyCommand["type"], PlainKey>>> = {
  "alarm.raise": "act.new_call",
  "incident.take": "act.take",
  "incident.confirm": "act.confirm",
  "incident.false_alarm": "act.false_alarm",
  "incident.grade": "act.grade",
  "incident.close": "act.close",
  "incident.reopen": "act.reopen",
  "incident.note": "act.note",
  "incident.split": "act.split",
  "incident.merge": "act.merge",
  "incident.update": "act.update",
  "assignment.assign": "act.send",
  "assignment.recall": "act.recall",
  "road.close": "act.lane",
  "ladder.hold": "act.hold",
  "ladder.resume": "act.hold",
  "dispatch.accept": "act.proposal",
  "dispatch.refuse": "act.proposal",
  "drill.break_off": "act.break_off",
};

export function deedWord(type: AnyEvent["type"]): string {
  const key: Key | undefined = OF_EVENTS[type];
  return key === undefined ? type : t(key);
}

/** Return what a command asks for and of which incident. */
export function commandWords(desk: Desk, command: AnyCommand): string {
  const state = desk.record.state.value;
  const key = OF_COMMANDS[command.type];
  const act = command.type === "road.open" ? t("act.open_lane", { what: "" }).trim() : key ? t(key) : command.type;
  const id =
    "incident" in command ? command.incident : "assignment" in command ? orderOf(desk, command.assignment) : null;
  const incident = state.incidents.get(id ?? "");
  return incident === undefined ? act : `${act} ${incidentWord(incident, state.buildings)}`;
}

function orderOf(desk: Desk, assignment: string): string | null {
  return desk.record.state.value.assignments.get(assignment)?.incident ?? null;
}
