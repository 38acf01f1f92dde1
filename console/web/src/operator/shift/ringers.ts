/**
 * Whether any window of this centre rings. Each that is armed says so to the others every few seconds, as hands are told;
 * where nobody has said it for a while, and this one does not ring either, every window says so loudly.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { LiveRecord } from "../../record/live";
import type { Bell } from "../../sound/bell";
import { everySteadily } from "../../stream/steady";

const ARMED = "armed";
const OF_NO_INCIDENT = "";
const TELL_EVERY_MS = 4_000;
const FORGET_AFTER_MS = 12_000;
const LOOK_EVERY_MS = 1_000;

/** Follow who rings; true: nobody does, as far as anybody could have heard by now. */
export function followRingers(
  record: Pick<LiveRecord, "onPresence" | "tellPresence">,
  bell: Pick<Bell, "armed">,
): ReadonlySignal<boolean> {
  const silent = signal(false);
  const begunAt = performance.now();
  let heardAt = Number.NEGATIVE_INFINITY;
  let toldAt = Number.NEGATIVE_INFINITY;
  record.onPresence(({ doing }) => {
    if (doing === ARMED) heardAt = performance.now();
  });
  const look = (): void => {
    const now = performance.now();
    // Another window of this browser rings, or this one does.
    const own = bell.armed.peek() === "on" || bell.armed.peek() === "elsewhere";
    if (own && now - toldAt >= TELL_EVERY_MS) {
      record.tellPresence({ incident: OF_NO_INCIDENT, doing: ARMED });
      toldAt = now;
    }
    const since = Math.max(heardAt, begunAt);
    silent.value = !own && now - since >= FORGET_AFTER_MS;
  };
  everySteadily(LOOK_EVERY_MS, look);
  return silent;
}
