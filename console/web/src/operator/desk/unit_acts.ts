/** What can be done with one unit that was sent: one description for its row, the bar and the keys. */

import { callSignWord } from "../../derived/call_signs";
import { stateOf } from "../../incidents/list/row";
import { t } from "../../language/language";
import type { Assignment, Incident } from "../../wire/generated";
import type { Desk } from "./desk";
import type { ActId } from "./key_map";
import { recallWhoWasSent } from "./opposites";
import { picking } from "./step";
import { numbered, type StepView } from "./step_view";

export interface UnitAct {
  readonly id: "recall" | "send" | "phone" | "why" | "note" | "hold" | "resume";
  /** Whose letter does it; null where only its digit does. */
  readonly letter: ActId | null;
  readonly label: string;
  /** Where there is little room. */
  readonly short?: string;
  readonly run: () => void;
  /** A telephone number to call, where it is one. */
  readonly href?: string;
}

type UnitDesk = Pick<Desk, "step" | "pane" | "press" | "record" | "why" | "mayAct">;

/** Return what can be done with a unit now, what is most often meant first. */
export function unitActs(desk: UnitDesk, order: Assignment): UnitAct[] {
  const { id, unit, incident } = order;
  const state = desk.record.state.value;
  const open = state.incidents.get(incident)?.closed_at === null;
  const phone = state.stations.get(state.units.get(unit)?.station ?? order.station)?.phone ?? "";
  const acts: UnitAct[] = [];
  if (desk.mayAct && open && order.ending === null) {
    const recall = () => (desk.step.value = picking("recall", incident, [id]));
    acts.push({ id: "recall", letter: "recall", label: t("act.recall"), run: recall });
  } else if (desk.mayAct && open) {
    const send = () => void desk.press({ type: "assignment.assign", incident, unit }, recallWhoWasSent);
    acts.push({ id: "send", letter: null, label: t("act.send_again"), run: send });
  }
  if (phone !== "") {
    const href = `tel:${phone.replace(/[^+\d]/g, "")}`;
    const short = t("act.phone");
    acts.push({ id: "phone", letter: "phone", label: `${short} ${phone}`, short, run: () => dial(href), href });
  }
  const why = () => {
    desk.pane.value = "incident";
    desk.why.value = unit;
  };
  acts.push({ id: "why", letter: null, label: t("act.why"), run: why });
  const note = () => (desk.step.value = { kind: "note", incident, unit });
  if (open) acts.push({ id: "note", letter: "note", label: t("act.note_to"), run: note });
  if (desk.mayAct && open && order.ending === null) {
    const [type, label] = order.held
      ? (["ladder.resume", t("act.resume")] as const)
      : (["ladder.hold", t("act.hold")] as const);
    const run = () => void desk.press({ type, assignment: id });
    acts.push({ id: order.held ? "resume" : "hold", letter: null, label, run });
  }
  return acts;
}

/** The unit's acts in the bar: by digit, by letter, by finger. */
export function crewView(desk: UnitDesk, orderId: string, incident: Incident): StepView {
  const state = desk.record.state.value;
  const order = state.assignments.get(orderId);
  if (order === undefined || order.incident !== incident.id) return { title: "", options: [], enter: null };
  const options = unitActs(desk, order).map(({ id, label, run, href }) => {
    const option = { id, label, chosen: false, choose: run };
    return href === undefined ? option : { ...option, href };
  });
  const title = t("step.crew", { unit: callSignWord(state, order.unit), state: stateOf(order) });
  return { title, options: numbered(options), enter: null };
}

function dial(href: string): void {
  location.assign(href);
}
