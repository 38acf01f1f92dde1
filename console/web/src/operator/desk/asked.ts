/** An answer of the hub that is asked for when something of it may have changed, and once a minute, for time changes it too. */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { LiveRecord } from "../../record/live";
import { everySteadily } from "../../stream/steady";
import { ask } from "../../wire/http";

/** A change of shift in four hundred stations costs a question in two seconds. */
const LOOK_EVERY_MS = 2_000;
const ASK_EVERY_MS = 60_000;

export interface Followed<T> {
  /** Null until the hub has answered once. An older answer stays while the next one is asked for. */
  readonly answer: ReadonlySignal<T | null>;
  readonly stop: () => void;
}

/** What changes whether a station could go: the beginnings of events' types. */
export const READINESS_CHANGED_BY: readonly string[] = ["duty.", "presence.", "post.", "check.", "registry."];

/** Follow an answer. */
export function followAnswer<T>(
  record: Pick<LiveRecord, "onEvent">,
  token: string,
  address: string,
  changedBy: readonly string[],
): Followed<T> {
  const answer = signal<T | null>(null);
  let due = 0;
  let asking = false;
  const look = async (): Promise<void> => {
    if (asking || performance.now() < due) return;
    asking = true;
    due = performance.now() + ASK_EVERY_MS;
    try {
      answer.value = await ask<T>("GET", address, { token });
    } catch {
      due = 0; // the line says what is wrong; it is asked for again
    } finally {
      asking = false;
    }
  };
  const stops = [
    record.onEvent(({ event }) => {
      if (changedBy.some((kind) => event.type.startsWith(kind))) due = 0;
    }),
    everySteadily(LOOK_EVERY_MS, () => void look()),
  ];
  return { answer, stop: () => stops.forEach((stop) => void stop()) };
}
