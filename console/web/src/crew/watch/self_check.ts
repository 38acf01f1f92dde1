/** What can be known of a phone before a shift (值守自检). Pure: what was measured comes in, a verdict for each item goes out. */

import type { Charge } from "../condition";

export type Item = "line" | "sound" | "screen" | "battery" | "notify" | "saving" | "clock" | "rehearsal";
export type CheckVerdict = "good" | "bad" | "unknown";

export interface Measured {
  readonly lineOk: boolean;
  /** Somebody heard the test ring, and the phone still sounds. */
  readonly heard: boolean;
  /** Null: not asked for yet. */
  readonly screenKept: boolean | null;
  readonly battery: Charge | null;
  readonly notifications: "granted" | "denied" | "default" | "unknown";
  readonly savingOff: boolean;
  /** How far the phone's clock is from the hub's; null: not known. */
  readonly clockOffMs: number | null;
  readonly rehearsed: boolean;
}

export const ITEMS: readonly Item[] = ["line", "sound", "screen", "battery", "notify", "saving", "clock", "rehearsal"];

const BATTERY_AT_LEAST = 0.5;
const CLOCK_AT_MOST_MS = 2000;

export function verdictsOf(measured: Measured): { readonly [I in Item]: CheckVerdict } {
  const { screenKept, battery, notifications, clockOffMs } = measured;
  return {
    line: judged(measured.lineOk),
    sound: measured.heard ? "good" : "unknown",
    screen: screenKept === null ? "unknown" : judged(screenKept),
    battery: battery === null ? "unknown" : judged(battery.charging || battery.level >= BATTERY_AT_LEAST),
    notify:
      notifications === "default" || notifications === "unknown" ? "unknown" : judged(notifications === "granted"),
    saving: measured.savingOff ? "good" : "unknown",
    clock: clockOffMs === null ? "unknown" : judged(Math.abs(clockOffMs) <= CLOCK_AT_MOST_MS),
    rehearsal: measured.rehearsed ? "good" : "unknown",
  };
}

function judged(good: boolean): CheckVerdict {
  return good ? "good" : "bad";
}
