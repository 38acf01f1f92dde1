import { expect, it } from "vitest";
import { type Measured, verdictsOf } from "./self_check";

const WELL: Measured = {
  lineOk: true,
  heard: true,
  screenKept: true,
  battery: { level: 0.6, charging: false },
  notifications: "granted",
  savingOff: true,
  clockOffMs: 300,
  rehearsed: true,
};

it("a phone that was gone through is well", () => {
  expect(new Set(Object.values(verdictsOf(WELL)))).toEqual(new Set(["good"]));
});

it("half a battery is enough, less only while it charges", () => {
  expect(verdictsOf({ ...WELL, battery: { level: 0.49, charging: false } }).battery).toBe("bad");
  expect(verdictsOf({ ...WELL, battery: { level: 0.1, charging: true } }).battery).toBe("good");
});

it("what a browser does not say is unknown, never well", () => {
  const silent: Measured = { ...WELL, battery: null, notifications: "unknown", clockOffMs: null, screenKept: null };
  const { battery, notify, clock, screen } = verdictsOf(silent);
  expect([battery, notify, clock, screen]).toEqual(["unknown", "unknown", "unknown", "unknown"]);
});

it("a clock more than two seconds off is not well, in either direction", () => {
  expect(verdictsOf({ ...WELL, clockOffMs: -2500 }).clock).toBe("bad");
});
