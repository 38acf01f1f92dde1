/**
 * Which of several alerts has the screen, and which one asks beside it. Pure. Who is on the way or at work keeps the
 * screen and the buttons under the thumb: another order asks in a sheet of its own and takes nothing over.
 */

import type { Alert } from "../orders";

/** An alert that was put aside, and how often the centre had called by then: its next call brings it back. */
export type Aside = ReadonlyMap<string, number>;

/**
 * Return the alert that has the screen: the one that somebody holds, else one that is being worked on, else the most
 * urgent. A drill gives way to an operation that nobody answered.
 */
export function currentOf(alerts: readonly Alert[], held: string | null): Alert | null {
  const real = alerts.filter(({ incident }) => !incident.exercise);
  const within = real.some((each) => !each.answered) ? real : alerts;
  return within.find(({ incident }) => incident.id === held) ?? within.find(isRunning) ?? within[0] ?? null;
}

/** Return the alert that asks beside the one on the screen; null where none does, or it was put aside. */
export function askingBeside(alerts: readonly Alert[], current: Alert | null, aside: Aside): Alert | null {
  return alerts.find((each) => each !== current && isAsking(each, aside)) ?? null;
}

/** Whether an alert still asks to be answered: not once it was put aside, until the centre calls again. */
export function isAsking({ answered, incident, calls }: Alert, aside: Aside): boolean {
  return !answered && (aside.get(incident.id) ?? 0) < calls;
}

function isRunning({ answered, orders }: Alert): boolean {
  return answered && orders.some((each) => each.en_route_at ?? each.on_scene_at ?? each.controlled_at);
}
