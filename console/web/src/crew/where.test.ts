import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AnyCommand } from "../wire/generated";
import type { Charge } from "./condition";
import { CLOSE_MS, COARSE_MS, type Need, SPARING_MS, Where } from "./where";

type Heard = (position: { coords: { longitude: number; latitude: number; accuracy: number } }) => void;

let watched: Heard | null;
let asked: number;
let kept: Map<string, string>;

function phone(need: Need, battery: Charge | null = null) {
  const sent: AnyCommand[] = [];
  const wanted = signal(need);
  const open = { value: true };
  const where = new Where({
    units: signal(["m1-1"]),
    need: wanted,
    battery: signal(battery),
    open: () => open.value,
    now: () => new Date(Date.now()).toISOString(),
    send: (command) => sent.push(command),
  });
  const at = (longitude: number, latitude = 29.5, accuracy = 8) =>
    watched?.({ coords: { longitude, latitude, accuracy } });
  return { where, wanted, sent, open, at };
}

beforeEach(() => {
  vi.useFakeTimers();
  watched = null;
  asked = 0;
  kept = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (k: string, v: string) => kept.set(k, v),
  });
  vi.stubGlobal("navigator", {
    geolocation: {
      watchPosition: (heard: Heard) => {
        watched = heard;
        return 1;
      },
      clearWatch: () => {
        watched = null;
      },
      getCurrentPosition: (heard: Heard) => {
        asked += 1;
        heard({ coords: { longitude: 106.56789, latitude: 29.54321, accuracy: 5 } });
      },
    },
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("on an order it tells where it is, with the radius, and not more often than it moves", () => {
  const { sent, at } = phone("close");
  at(106.5);
  expect(sent).toEqual([
    { type: "unit.position", unit: "m1-1", lon: 106.5, lat: 29.5, accuracy_m: 8, occurred_at: expect.any(String) },
  ]);
  vi.advanceTimersByTime(1000);
  at(106.6);
  expect(sent.length).toBe(1);
  vi.advanceTimersByTime(CLOSE_MS / 2);
  at(106.500001);
  expect(sent.length).toBe(1);
  at(106.501);
  expect(sent.length).toBe(2);
});

test("a battery that runs low is asked less", () => {
  const { sent, at } = phone("close", { level: 0.1, charging: false });
  at(106.5);
  vi.advanceTimersByTime(CLOSE_MS * 2);
  at(106.6);
  expect(sent.length).toBe(1);
  vi.advanceTimersByTime(SPARING_MS);
  at(106.6);
  expect(sent.length).toBe(2);
});

test("waiting it tells the hundred metres and not the house", () => {
  const { sent } = phone("coarse");
  expect(sent).toMatchObject([{ lon: 106.568, lat: 29.543, accuracy_m: 100 }]);
  vi.advanceTimersByTime(COARSE_MS);
  expect(asked).toBe(2);
});

test("off duty, and where somebody switched it off, nothing is asked of the phone", () => {
  const { where, wanted, sent } = phone("off");
  expect([watched, asked]).toEqual([null, 0]);
  where.allow(false);
  wanted.value = "close";
  expect(watched).toBe(null);
  where.allow(true);
  expect(watched).not.toBe(null);
  wanted.value = "off";
  expect(watched).toBe(null);
  expect(sent).toEqual([]);
});

test("without a line nothing is kept for later", () => {
  const { open, sent, at } = phone("close");
  open.value = false;
  at(106.5);
  open.value = true;
  expect(sent).toEqual([]);
});

test("the choice to be silent outlasts the page", () => {
  phone("off").where.allow(false);
  expect(phone("off").where.allowed.value).toBe(false);
});
