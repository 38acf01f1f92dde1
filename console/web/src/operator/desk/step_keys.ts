/** The keys of a second step that has begun: digits choose, arrows walk, Space picks, and letters do a unit's acts. */

import type { Incident } from "../../wire/generated";
import type { Desk } from "./desk";
import { walk } from "./picking";
import type { Step } from "./step";
import type { StepView } from "./step_view";
import { stepView } from "./steps";
import { unitActs } from "./unit_acts";

/** The field that finds units: its keys are the step's. */
export const PICK_FIELD = "pick";

const WALKS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Return whether the key was the step's. `typing`: something of a call sign is typed, so digits are part of it. */
export function stepKey(desk: Desk, event: KeyboardEvent, { typing }: { readonly typing: boolean }): boolean {
  const [step, incident] = [desk.step.peek(), desk.incident.peek()];
  if (step === null || incident === null || step.incident !== incident.id) return false;
  const view = stepView(desk, step, incident);
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  if (digit !== undefined && !typing) return choose(desk, view, digit);
  if (step.kind === "crew") return crewKey(desk, event, step, incident);
  if (step.kind !== "unit" && step.kind !== "recall") return false;
  const by = WALKS[event.key];
  if (by !== undefined) {
    if (typing && (event.key === "ArrowLeft" || event.key === "ArrowRight")) return false;
    walk(desk, step, view, by);
    return true;
  }
  if (event.key !== " " && event.key !== "Enter") return false;
  if (desk.resting.peek()) return true;
  if (event.key === " ") view.options.find((each) => each.at)?.choose();
  else view.enter?.();
  return true;
}

/** Walk to the units of the selected incident, worst first as they stand in its detail. */
export function enterCrews(desk: Desk): boolean {
  const incident = desk.incident.peek();
  const [first] = shownOrders();
  if (incident === null || first === undefined) return false;
  desk.pane.value = "incident";
  desk.step.value = { kind: "crew", incident: incident.id, order: first };
  return true;
}

function choose(desk: Desk, view: StepView, digit: string): boolean {
  const option = view.options.find((each) => each.digit === digit);
  if (option === undefined) return false;
  if (!desk.resting.peek()) (option.byDigit ?? option.choose)();
  return true;
}

function crewKey(desk: Desk, event: KeyboardEvent, step: Extract<Step, { kind: "crew" }>, incident: Incident): boolean {
  if (event.key === "ArrowLeft") {
    desk.step.value = null;
    return true;
  }
  const by = WALKS[event.key];
  if (by !== undefined) {
    const orders = shownOrders();
    const next = orders[Math.min(orders.length - 1, Math.max(0, orders.indexOf(step.order) + by))];
    if (next !== undefined) desk.step.value = { kind: "crew", incident: incident.id, order: next };
    return true;
  }
  const order = desk.record.state.peek().assignments.get(step.order);
  const letter = desk.keys.actOf(event.code);
  if (order === undefined || letter === null) return false;
  const act = unitActs(desk, order).find((each) => each.letter === letter);
  if (act === undefined) return false;
  if (!desk.resting.peek()) act.run();
  return true;
}

/** The orders in the order in which the detail shows them: what the eye sees is what the arrows walk. */
function shownOrders(): readonly string[] {
  const rows = document.querySelectorAll<HTMLElement>("#detail [data-order]");
  return [...rows].flatMap((row) => row.dataset.order ?? []);
}
