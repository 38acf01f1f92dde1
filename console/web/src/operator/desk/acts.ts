/** What each act does, and whether it can be done now. The keys and the bar's buttons both come here. */

import { mayBeShelved } from "../../derived/shelf";
import { ordersOf } from "../../derived/targets";
import { walkOver } from "../../incidents/list/list";
import type { Incident } from "../../wire/generated";
import { foldGroups } from "../flood/folding";
import { nextClosed } from "../lists/closed";
import { boardIsShown, UNIT_FIELD, WALL_FIELD } from "../windows/kind";
import type { Desk } from "./desk";
import type { ActId } from "./key_map";
import { recallWhoWasSent } from "./opposites";
import { freeTravels } from "./reach";
import { picking, type Step } from "./step";

/** The acts on the selected incident, in the order of the bar. */
export const ON_INCIDENT: readonly ActId[] = [
  "send",
  "take",
  "confirm",
  "unit",
  "recall",
  "grade",
  "note",
  "update",
  "help",
  "hand_over",
  "outcome",
  "close",
  "false_alarm",
  "lane",
  "split",
  "merge",
  "reopen",
  "break_off",
  "shelve",
];

/** The acts that need no incident: always in the bar, for a hand without a keyboard. */
export const ALWAYS: readonly ActId[] = ["new_call", "urgent", "silence", "closed", "keys"];

/** Do an act, or begin its step; false where it cannot be done now. */
export function perform(desk: Desk, act: ActId): boolean {
  if (!isPossible(desk, act)) return false;
  const incident = desk.incident.peek();
  if (incident !== null && isStep(act)) {
    // What came of it is asked in the detail's place.
    if (act === "close") desk.pane.value = "incident";
    desk.step.value = stepOf(act, incident.id);
  } else if (incident !== null && act in AT_ONCE) AT_ONCE[act]?.(desk, incident);
  else EVERYWHERE[act]?.(desk);
  return true;
}

export function isPossible(desk: Desk, act: ActId): boolean {
  if (act === "undo") return desk.pressed.undo.value.length > 0;
  if (act === "phone") return desk.step.value?.kind === "crew";
  if (act === "lane" || act === "new_call") return desk.mayAct;
  if (!ON_INCIDENT.includes(act)) return true;
  const incident = desk.incident.value;
  if (incident === null) return false;
  if (act === "note") return true;
  if (act === "outcome") return desk.mayAct && incident.merged_into === null;
  if (!desk.mayAct) return false;
  const open = incident.closed_at === null;
  if (act === "reopen") return !open && incident.close_reason !== "merged";
  if (!open) return false;
  if (act === "take") return incident.taken_by?.name !== desk.session.me.name;
  if (act === "hand_over") return incident.handed_over_at === null;
  if (act === "confirm") return incident.confirmed_at === null;
  if (act === "send") return desk.recommended.value !== null;
  if (act === "recall") return ordersOf(desk.record.state.peek(), incident).some((each) => each.ending === null);
  if (act === "split") return incident.alarms.length > 1;
  if (act === "break_off") return incident.drill !== null;
  if (act === "shelve") return mayBeShelved(desk.record.state.peek(), incident);
  return true;
}

type StepAct =
  | "unit"
  | "grade"
  | "note"
  | "help"
  | "hand_over"
  | "false_alarm"
  | "recall"
  | "close"
  | "split"
  | "merge"
  | "shelve"
  | "break_off";

const STEPS: readonly ActId[] = [
  "unit",
  "help",
  "hand_over",
  "grade",
  "note",
  "false_alarm",
  "recall",
  "close",
  "split",
  "merge",
  "shelve",
  "break_off",
] satisfies StepAct[];

function isStep(act: ActId): act is StepAct {
  return STEPS.includes(act);
}

function stepOf(kind: StepAct, incident: string): Step {
  if (kind === "unit" || kind === "recall") return picking(kind, incident);
  if (kind === "grade") return { kind, incident, lower: null };
  if (kind === "note") return { kind, incident, unit: null };
  if (kind === "hand_over") return { kind, incident, order: null };
  if (kind === "split") return { kind, incident, alarms: [] };
  if (kind === "merge") return { kind, incident, into: null };
  if (kind === "shelve") return { kind, incident, reason: null, source: null };
  return { kind, incident };
}

const AT_ONCE: Readonly<Partial<Record<ActId, (desk: Desk, incident: Incident) => void>>> = {
  send: (desk, incident) => {
    // What the bar names goes, and nobody else; somebody may have sent them elsewhere a moment ago.
    const travel = desk.recommended.peek();
    if (travel === null || freeTravels(desk.record.state.peek(), [travel]).length === 0) return;
    if (desk.sent.holds(incident.id) || isOnItsWay(desk, incident.id, travel.unit)) return;
    desk.sent.sent(incident.id);
    void desk.press({ type: "assignment.assign", incident: incident.id, unit: travel.unit }, recallWhoWasSent);
  },
  take: (desk, { id }) => void desk.press({ type: "incident.take", incident: id }),
  confirm: (desk, { id }) => void desk.press({ type: "incident.confirm", incident: id }),
  reopen: (desk, { id }) => void desk.press({ type: "incident.reopen", incident: id }),
};

/** Whether this very order was pressed here and has no answer yet: the line is slow, not the hand. */
function isOnItsWay(desk: Desk, incident: string, unit: string): boolean {
  return desk.pressed.entries
    .peek()
    .some(
      ({ command, state }) =>
        command.type === "assignment.assign" &&
        command.incident === incident &&
        command.unit === unit &&
        (state === "waiting" || state === "sent"),
    );
}

const EVERYWHERE: Readonly<Partial<Record<ActId, (desk: Desk) => void>>> = {
  new_call: (desk) => {
    desk.step.value = null;
    if (desk.pane.peek() === "call") desk.call.another();
    desk.pane.value = "call";
  },
  update: (desk) => {
    desk.step.value = null;
    desk.pane.value = "update";
  },
  lane: (desk) => {
    desk.step.value = null;
    desk.closing.take("way");
    desk.pane.value = "lane";
  },
  keys: (desk) => {
    desk.pane.value = desk.pane.peek() === "keys" ? "incident" : "keys";
  },
  silence: (desk) => desk.bell.silence(),
  outcome: (desk) => {
    desk.step.value = null;
    desk.pane.value = desk.pane.peek() === "outcome" ? "incident" : "outcome";
  },
  undo: (desk) => desk.pressed.takeBack(),
  urgent: (desk) => desk.select(desk.list.ranks.peek()[0]?.id ?? null),
  fold: foldGroups,
  before: (desk) => move(desk, -1),
  next: (desk) => move(desk, 1),
  closed: (desk) => {
    const next = nextClosed(desk.closed.peek(), desk.selected.peek());
    if (next !== null) desk.select(next);
  },
  board: (desk) => {
    if (!boardIsShown(desk.window)) desk.pane.value = desk.pane.peek() === "board" ? "incident" : "board";
    // The field is there with the next picture where the board was not.
    requestAnimationFrame(() => document.getElementById(UNIT_FIELD)?.focus());
  },
  wall: (desk) => {
    if (desk.window !== "wall") desk.pane.value = desk.pane.peek() === "wall" ? "incident" : "wall";
    requestAnimationFrame(() => document.getElementById(WALL_FIELD)?.focus());
  },
  search: () => document.getElementById("search")?.focus(),
};

function move(desk: Desk, by: number): void {
  desk.list.used();
  const ids = walkOver(desk.list.rows.peek(), desk.list.unfolded.peek(), desk.hideDrills.peek());
  const at = ids.indexOf(desk.selected.peek() ?? "");
  const next = ids[at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by))];
  if (next !== undefined) desk.select(next);
}
