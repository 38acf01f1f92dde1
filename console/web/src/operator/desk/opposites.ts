/** What takes an act back: send–recall, close–reopen, merge–split, grade–grade before, lane closed–opened (screens, §5). */

import type { Assignment, Closure, Incident } from "../../wire/generated";
import type { Opposite } from "./undo_stack";

/** A unit was sent: call it back. */
export const recallWhoWasSent: Opposite = (events) => {
  const sent = events.find((event) => event.type === "assignment.assigned");
  return sent === undefined ? null : { type: "assignment.recall", assignment: sent.assignment, reason: "undone" };
};

/** A unit was recalled: send it again. */
export function sendAgain(order: Assignment): Opposite {
  return (events) =>
    events.some((event) => event.type === "assignment.recalled")
      ? { type: "assignment.assign", incident: order.incident, unit: order.unit, reason: "recall undone" }
      : null;
}

/** It was closed: it goes on. */
export const reopen: Opposite = (events) => {
  const closed = events.find((event) => event.type === "incident.closed");
  return closed === undefined ? null : { type: "incident.reopen", incident: closed.incident, reason: "close undone" };
};

/** It was merged: its alarms leave again, as an incident of their own. */
export function splitAgain(source: Incident): Opposite {
  return (events) => {
    const merged = events.find((event) => event.type === "incident.merged");
    return merged === undefined ? null : { type: "incident.split", incident: merged.into, alarms: source.alarms };
  };
}

/** Alarms were split off: their incident goes back into the first. */
export const mergeAgain: Opposite = (events) => {
  const split = events.find((event) => event.type === "alarm.split");
  if (split === undefined) return null;
  return { type: "incident.merge", incident: split.into, into: split.incident, reason: "split undone" };
};

export const gradeBefore: Opposite = (events) => {
  const graded = events.find((event) => event.type === "incident.graded");
  return graded === undefined ? null : { type: "incident.grade", incident: graded.incident, grade: graded.before };
};

/** A closure was opened: it is closed again, as it was. */
export function closeAgain({ area, modes, until, reason }: Closure): Opposite {
  return (events) =>
    events.some((event) => event.type === "road.opened") ? { type: "road.close", area, modes, until, reason } : null;
}

export const openAgain: Opposite = (events) => {
  const closed = events.find((event) => event.type === "road.closed");
  return closed === undefined ? null : { type: "road.open", closure: closed.closure };
};
