/**
 * Second steps: what the action bar asks before an act that takes help away, or that needs to know which. One
 * description serves the bar and the keys.
 */

import { callSignWord } from "../../derived/call_signs";
import { ordersOf } from "../../derived/targets";
import { t } from "../../language/language";
import { placeWord, wireWord } from "../../language/wire_words";
import type { CloseReason, Incident } from "../../wire/generated";
import { shelveView } from "../flood/shelving";
import type { Desk } from "./desk";
import { handOverView, helpView } from "./handing_on";
import { gradeBefore, mergeAgain, reopen, splitAgain } from "./opposites";
import { pickView } from "./picking";
import { type Step, toggled } from "./step";
import { numbered, type StepView } from "./step_view";
import { crewView } from "./unit_acts";

/** What a step needs of the desk. */
type StepDesk = Pick<
  Desk,
  "step" | "pane" | "press" | "pressAll" | "record" | "reach" | "list" | "call" | "why" | "mayAct"
>;

const FALSE_ALARMS: readonly CloseReason[] = [
  "false_equipment",
  "false_cooking",
  "false_touched",
  "false_malicious",
  "test",
  "unknown",
  "false_works",
];
const OPTIONS_AT_MOST = 9;

/** The form that asks what came of an incident that is closed: Enter sends it, whatever of it is filled in. */
export const CLOSE_FORM = "close-form";

function submitClose(): void {
  const form = document.getElementById(CLOSE_FORM);
  if (form instanceof HTMLFormElement) form.requestSubmit();
}

/** Return what the bar shows of a step; it reads signals, so it follows what happens. */
export function stepView(desk: StepDesk, step: Step, incident: Incident): StepView {
  const act = (press: () => Promise<string>) => () => {
    desk.step.value = null;
    void press();
  };
  switch (step.kind) {
    case "grade":
      return gradeView(desk, step.lower, incident);
    case "false_alarm": {
      const options = FALSE_ALARMS.map((reason) => ({
        id: reason,
        label: wireWord("close", reason),
        chosen: false,
        choose: act(() => desk.press({ type: "incident.false_alarm", incident: incident.id, reason }, reopen)),
      }));
      return { title: t("step.false_alarm"), options: numbered(options), enter: null };
    }
    case "unit":
    case "recall":
      return pickView(desk, step, incident);
    case "crew":
      return crewView(desk, step.order, incident);
    case "hand_over":
      return handOverView(desk, step.order, incident);
    case "help":
      return helpView(desk, incident);
    case "shelve":
      return shelveView(desk, step, incident);
    case "split":
      return splitView(desk, step.alarms, incident);
    case "merge":
      return mergeView(desk, step.into, incident);
    case "note": {
      const to = step.unit === null ? "" : callSignWord(desk.record.state.value, step.unit);
      return { title: step.unit === null ? t("step.note") : t("step.note_to", { to }), options: [], enter: null };
    }
    case "close": {
      const count = ordersOf(desk.record.state.value, incident).filter((each) => each.ending === null).length;
      return { title: t("step.close", { count }), options: [], enter: submitClose, enterWord: t("step.close_now") };
    }
    case "break_off": {
      const drill = incident.drill;
      const enter = drill === null ? null : act(() => desk.press({ type: "drill.break_off", drill }));
      return { title: t("step.break_off"), options: [], enter };
    }
  }
}

function gradeView(desk: StepDesk, lower: number | null, incident: Incident): StepView {
  const give = (grade: number) => {
    desk.step.value = null;
    void desk.press({ type: "incident.grade", incident: incident.id, grade }, gradeBefore);
  };
  const options = [1, 2, 3, 4, 5].map((grade) => ({
    id: String(grade),
    label: t("step.grade_now", { number: grade }),
    chosen: grade === (lower ?? incident.grade),
    choose: () => {
      if (grade > incident.grade) give(grade);
      else desk.step.value = { kind: "grade", incident: incident.id, lower: grade < incident.grade ? grade : null };
    },
  }));
  const title = lower === null ? t("step.grade") : t("step.lower", { grade: lower });
  return { title, options: numbered(options), enter: lower === null ? null : () => give(lower) };
}

function splitView(desk: StepDesk, chosen: readonly string[], incident: Incident): StepView {
  const state = desk.record.state.value;
  if (incident.alarms.length < 2) return { title: t("step.split_none"), options: [], enter: null };
  const options = incident.alarms.slice(0, OPTIONS_AT_MOST).flatMap((id) => {
    const alarm = state.alarms.get(id);
    if (alarm === undefined) return [];
    const label = `${wireWord("kind", alarm.kind)} ${placeWord(alarm.place, state.buildings)}`;
    const choose = () => {
      desk.step.value = { kind: "split", incident: incident.id, alarms: toggled(chosen, id) };
    };
    return [{ id, label, chosen: chosen.includes(id), choose }];
  });
  const possible = chosen.length > 0 && chosen.length < incident.alarms.length;
  const enter = () => {
    desk.step.value = null;
    void desk.press({ type: "incident.split", incident: incident.id, alarms: chosen }, mergeAgain);
  };
  return { title: t("step.split"), options: numbered(options), enter: possible ? enter : null };
}

function mergeView(desk: StepDesk, into: string | null, incident: Incident): StepView {
  const state = desk.record.state.value;
  const others = desk.list.ranks.value.flatMap(({ id }) => {
    const other = state.incidents.get(id);
    return other === undefined || id === incident.id || other.exercise !== incident.exercise ? [] : [other];
  });
  if (others.length === 0) return { title: t("step.merge_none"), options: [], enter: null };
  const near = others.sort((one, other) => away(incident, one) - away(incident, other)).slice(0, OPTIONS_AT_MOST);
  const options = near.map((other) => ({
    id: other.id,
    label: `${other.number} ${placeWord(other.place, state.buildings)}`,
    chosen: other.id === into,
    choose: () => {
      desk.step.value = { kind: "merge", incident: incident.id, into: other.id };
    },
  }));
  const target = near.find((each) => each.id === into);
  if (target === undefined) return { title: t("step.merge"), options: numbered(options), enter: null };
  const enter = () => {
    desk.step.value = null;
    void desk.press({ type: "incident.merge", incident: incident.id, into: target.id }, splitAgain(incident));
  };
  return { title: t("step.merge_sure", { number: target.number }), options: numbered(options), enter };
}

/** A distance to sort by; what has no place comes last. */
function away(one: Incident, other: Incident): number {
  if (one.place.lon === null || one.place.lat === null) return 0;
  if (other.place.lon === null || other.place.lat === null) return Number.POSITIVE_INFINITY;
  return Math.hypot((one.place.lon - other.place.lon) * 0.87, one.place.lat - other.place.lat);
}
