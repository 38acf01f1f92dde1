/** What somebody did, in the words of the acts. */

import type { Key, PlainKey } from "../language/dictionary";
import { t } from "../language/language";
import type { AnyEvent } from "../wire/generated";

/** What is marked when another operator did it. */
export const OF_EVENTS: Readonly<Partial<Record<AnyEvent["type"], PlainKey>>> = {
  "incident.taken": "act.take",
  "incident.confirmed": "act.confirm",
  "incident.graded": "act.grade",
  "incident.noted": "act.note",
  "scene.reported": "act.report",
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

export function deedWord(type: AnyEvent["type"]): string {
  const key: Key | undefined = OF_EVENTS[type];
  return key === undefined ? type : t(key);
}
