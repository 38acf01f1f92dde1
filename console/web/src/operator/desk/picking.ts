/**
 * Units picked by their call signs, to send or to recall, any number at once. Letters find, arrows walk, Space picks,
 * Enter acts; a digit sends at once where nothing is picked yet, for sending takes one key and recalling two.
 */

import { callSignWord } from "../../derived/call_signs";
import { clockText, ordersOf, reachedAt } from "../../derived/targets";
import type { State } from "../../fold/state";
import { stateOf } from "../../incidents/list/row";
import { t } from "../../language/language";
import type { Assignment, Incident } from "../../wire/generated";
import { findSigns } from "./call_signs";
import type { Desk } from "./desk";
import { recallWhoWasSent, sendAgain } from "./opposites";
import { freeTravels } from "./reach";
import { type PickStep, toggled } from "./step";
import { numbered, type StepOption, type StepView } from "./step_view";

type PickDesk = Pick<Desk, "step" | "pressAll" | "record" | "reach" | "call">;

/** More than these nobody reads: letters find the others. */
const SHOWN = 40;
const NAMED = 3;

/** The digit of “all who are not on scene”. */
const ALL_DIGIT = "0";
const ALL = "all";

interface Candidate {
  readonly id: string;
  readonly sign: string;
  readonly label: string;
  /** What Enter does with it alone where that is not the step's own act. */
  readonly alone?: () => void;
}

export function pickView(desk: PickDesk, step: PickStep, incident: Incident): StepView {
  return step.kind === "unit" ? sendView(desk, step, incident) : recallView(desk, step, incident);
}

/** Move to the next choice, or the one before. */
export function walk(desk: PickDesk, step: PickStep, view: StepView, by: number): void {
  const ids = view.options.map((each) => each.id);
  const at = ids.indexOf(view.options.find((each) => each.at)?.id ?? "");
  const next = ids[at < 0 ? (by > 0 ? 0 : ids.length - 1) : (at + by + ids.length) % ids.length];
  if (next !== undefined) desk.step.value = { ...step, at: next };
}

function sendView(desk: PickDesk, step: PickStep, incident: Incident): StepView {
  const state = desk.record.state.value;
  const all = whoCanGo(desk, state, incident, step.typed !== "");
  const send = (units: readonly string[]) => {
    desk.step.value = null;
    const one = (unit: string) => ({ type: "assignment.assign", incident: incident.id, unit }) as const;
    void desk.pressAll(units.map((unit) => [one(unit), recallWhoWasSent] as const));
  };
  const view = choices(desk, step, all, (id) => send([id]));
  const names = namesOf(step.picked.map((unit) => nameOf(state, unit, ordersBinding(state).get(unit), incident)));
  const count = step.picked.length;
  const none = t(desk.reach.value?.state === "working" ? "step.unit_loading" : "step.unit_none");
  const title = count > 0 ? t("step.unit_sure", { units: names }) : all.length > 0 ? t("step.unit") : none;
  const enter = count > 0 ? () => send(step.picked) : view.alone;
  return { ...view, title, enter, enterWord: count > 1 ? t("step.send_many", { count }) : t("step.send_one") };
}

/** Nearest first; who has an order elsewhere, and who goes here already, only where letters ask for them. */
function whoCanGo(desk: PickDesk, state: State, incident: Incident, asked: boolean): Candidate[] {
  const own = new Map(activeOf(state, incident).map((order) => [order.unit, order]));
  const travels = freeTravels(state, desk.reach.value?.travels ?? []);
  const near = travels.map(({ unit, eta_s }) => ({
    id: unit,
    label: `${callSignWord(state, unit)} ${clockText(eta_s * 1000)}`,
  }));
  const there = new Set(travels.map((each) => each.unit));
  const bound = ordersBinding(state);
  const unmeasured = desk.reach.value === null || desk.reach.value.state === "failed";
  const others = [...state.units.keys()].flatMap((unit) => {
    if (there.has(unit) || state.off_duty.has(unit)) return [];
    const order = own.get(unit) ?? bound.get(unit);
    const name = callSignWord(state, unit);
    if (order === undefined) return asked || unmeasured ? [{ id: unit, label: name }] : [];
    if (!asked) return [];
    if (order.incident !== incident.id) return [{ id: unit, label: nameOf(state, unit, order, incident) }];
    const alone = () => {
      desk.step.value = { kind: "crew", incident: incident.id, order: order.id };
    };
    return [{ id: unit, label: `${name} · ${stateOf(order)}`, alone }];
  });
  return [...near, ...others].map((each) => ({ ...each, sign: `${callSignWord(state, each.id)} ${each.id}` }));
}

/** A call sign; with the incident that the unit would be taken from, for nobody must be taken from one unseen. */
function nameOf(state: State, unit: string, order: Assignment | undefined, incident: Incident): string {
  const name = callSignWord(state, unit);
  const elsewhere = order === undefined || order.incident === incident.id ? null : order.incident;
  return elsewhere === null ? name : `${name} · ${state.incidents.get(elsewhere)?.number ?? ""}`;
}

function ordersBinding(state: State): ReadonlyMap<string, Assignment> {
  const bound = new Map<string, Assignment>();
  for (const order of state.assignments.values()) if (order.ending === null) bound.set(order.unit, order);
  return bound;
}

function recallView(desk: PickDesk, step: PickStep, incident: Incident): StepView {
  const state = desk.record.state.value;
  const orders = activeOf(state, incident);
  const all = orders.map((order) => {
    const label = callSignWord(state, order.unit);
    return { id: order.id, label, sign: `${label} ${order.unit}` };
  });
  const picked = orders.filter((order) => step.picked.includes(order.id));
  const recall = (gone: readonly Assignment[]) => {
    desk.step.value = null;
    void desk.pressAll(
      gone.map((order) => [{ type: "assignment.recall", assignment: order.id }, sendAgain(order)] as const),
    );
  };
  const one = (id: string) => recall(orders.filter((order) => order.id === id));
  const view = choices(desk, step, all, one);
  const away = orders.filter((order) => reachedAt(order, "on_scene") === null && order.controlled_at === null);
  const units = namesOf(picked.map((order) => callSignWord(state, order.unit)));
  const count = picked.length;
  return {
    ...view,
    options: [...allAway(desk, step, away), ...view.options.map(withoutHaste)],
    title: count > 0 ? t("step.recall_sure", { unit: units }) : t("step.recall"),
    enter: count > 0 ? () => recall(picked) : view.alone,
    enterWord: count > 1 ? t("step.recall_many", { count }) : t("step.recall_one"),
  };
}

/** Taking help away asks for its second key. */
function withoutHaste({ byDigit: _, ...option }: StepOption): StepOption {
  return option;
}

function allAway(desk: PickDesk, step: PickStep, away: readonly Assignment[]): StepOption[] {
  if (away.length < 2 || step.typed !== "") return [];
  const ids = away.map((order) => order.id);
  const chosen = ids.every((id) => step.picked.includes(id));
  const choose = () => {
    desk.step.value = { ...step, picked: chosen ? [] : ids };
  };
  const label = t("step.recall_away", { count: away.length });
  return [{ id: ALL, digit: ALL_DIGIT, label, chosen, at: step.at === ALL, choose }];
}

/** The choices as they are found, and what Enter does with the one that the hand is on. */
function choices(desk: PickDesk, step: PickStep, all: readonly Candidate[], act: (id: string) => void) {
  const found = findSigns(all, (each) => each.sign, step.typed, desk.call.places.readings.value);
  const shown = found.slice(0, SHOWN);
  const at = shown.find((each) => each.id === step.at) ?? (step.typed === "" ? undefined : shown[0]);
  const options = shown.map(({ id, label, alone }) => {
    const choose =
      alone ?? (() => (desk.step.value = { ...step, picked: toggled(step.picked, id), typed: "", at: id }));
    const option = { id, label, chosen: step.picked.includes(id), choose };
    return step.picked.length === 0 ? { ...option, byDigit: alone ?? (() => act(id)) } : option;
  });
  const alone = at === undefined ? null : (at.alone ?? (() => act(at.id)));
  return { options: numbered(options, at?.id ?? null), alone, more: found.length - shown.length };
}

function activeOf(state: State, incident: Incident): Assignment[] {
  return ordersOf(state, incident).filter((each) => each.ending === null);
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).join(t("step.and"));
  return names.length > NAMED ? t("step.and_more", { names: shown, count: names.length }) : shown;
}
