/** Handing the incident over to the brigade, and asking helpers: whom, then it goes. */

import { callSignWord } from "../../derived/call_signs";
import { isBrigade, tookPart } from "../../derived/hand_over";
import { ordersOf } from "../../derived/targets";
import { stateOf } from "../../incidents/list/row";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { Assignment, Incident } from "../../wire/generated";
import type { Desk } from "./desk";
import { numbered, type StepView } from "./step_view";

type HandingDesk = Pick<Desk, "step" | "press" | "record">;

/** The digit of “they have it already”, said on the radio. */
const TAKEN_DIGIT = "0";

/** Enter offers it to the receiver; where it is offered already it writes down that they took it. */
export function handOverView(desk: HandingDesk, chosen: string | null, incident: Incident): StepView {
  const state = desk.record.state.value;
  const brigade = receivers(ordersOf(state, incident));
  const receiver = brigade.find((order) => order.id === chosen) ?? brigade[0];
  const name = receiver === undefined ? t("hand_over.brigade") : callSignWord(state, receiver.unit);
  const options = brigade.map((order) => ({
    id: order.id,
    label: `${callSignWord(state, order.unit)} ${stateOf(order)}`,
    chosen: order.id === receiver?.id,
    choose: () => {
      desk.step.value = { kind: "hand_over", incident: incident.id, order: order.id };
    },
  }));
  const offer = () => {
    desk.step.value = null;
    void desk.press({ type: "incident.hand_over", incident: incident.id, receiver: name });
  };
  const take = () => {
    desk.step.value = null;
    const by = receiver === undefined ? {} : { assignment: receiver.id };
    void desk.press({ type: "incident.accept", incident: incident.id, receiver: name, ...by });
  };
  if (incident.offered_at !== null) {
    return {
      title: t("step.taken_over", { name }),
      options: numbered(options),
      enter: take,
      enterWord: t("step.take_over"),
    };
  }
  const taken = { id: "taken", digit: TAKEN_DIGIT, label: t("hand_over.take_for"), chosen: false, at: false };
  return {
    title: t("step.hand_over", { name }),
    options: [...numbered(options), { ...taken, choose: take }],
    enter: offer,
    enterWord: t("step.offer"),
  };
}

/** Crews of the brigade that go there or are there, who is there first. */
function receivers(orders: readonly Assignment[]): Assignment[] {
  const brigade = orders.filter((order) => order.ending === null && isBrigade(order.station_kind));
  return brigade.sort((one, other) => Number(tookPart(other)) - Number(tookPart(one)));
}

export function helpView(desk: HandingDesk, incident: Incident): StepView {
  const kinds = [...new Set([...desk.record.state.value.helpers.values()].map((each) => each.kind))].sort();
  const options = kinds.map((kind) => ({
    id: kind,
    label: wireWord("helper", kind),
    chosen: false,
    choose: () => {
      desk.step.value = null;
      void desk.press({ type: "help.request", incident: incident.id, kind });
    },
  }));
  return { title: t(kinds.length > 0 ? "step.help" : "help.nobody"), options: numbered(options), enter: null };
}
