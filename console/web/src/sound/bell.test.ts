import { type Signal, signal } from "@preact/signals";
import { beforeEach, expect, test, vi } from "vitest";
import { RankedIncidents } from "../derived/ranked_incidents";
import type { Rank } from "../derived/urgency";
import { EMPTY, type State } from "../fold/state";
import type { LiveRecord } from "../record/live";
import type { Happened } from "../record/record";
import { FakeSpeaker } from "../testing/audio";
import { Story } from "../testing/events";
import type { AnyEvent } from "../wire/generated";
import { Bell } from "./bell";
import { Output } from "./output";

const URGENT_HZ = 960;
const WARNING_HZ = 430;

let page: { visibilityState: string; addEventListener: () => void };
let speaker: FakeSpeaker;
let state: Signal<State>;
let ranks: Signal<readonly Rank[]>;
let happen: (happened: Happened) => void;
let bell: Bell;
let record: LiveRecord;
const list = new RankedIncidents();

beforeEach(async () => {
  vi.useFakeTimers();
  page = { visibilityState: "visible", addEventListener: () => undefined };
  vi.stubGlobal("document", page);
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
  speaker = new FakeSpeaker();
  state = signal<State>(EMPTY);
  ranks = signal<readonly Rank[]>([]);
  record = {
    loaded: signal(true),
    state,
    line: signal({ state: "ok" }),
    onEvent: (listener: (happened: Happened) => void) => {
      happen = listener;
    },
  } as unknown as LiveRecord;
  bell = new Bell(record, ranks, signal(false), new Output(speaker));
  await bell.arm();
  bell.heard();
  speaker.context.sounded.length = 0;
});

function show(story: Story): void {
  state.value = story.state;
  ranks.value = list.update(story.state);
}

test("E2: an incident that began in silence rings when the sound returns", async () => {
  speaker.take();
  expect(bell.armed.value).toBe("suspended");
  await vi.advanceTimersByTimeAsync(1000);
  show(new Story().opens("i1"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(speaker.context.sounded).toEqual([]);
  speaker.gives = true;
  await speaker.pass(3000);
  expect(bell.armed.value).toBe("on");
  expect(speaker.context.sounded).toContain(URGENT_HZ);
});

test("E2: the sound that plays only once is kept for when it is heard", async () => {
  const story = new Story().opens("i1").sends("i1", "a1");
  story.tell("incident.taken", { incident: "i1" });
  show(story);
  await vi.advanceTimersByTimeAsync(1000);
  speaker.take();
  const event = { type: "target.warned", incident: "i1", percent: 80, exercise: false } as AnyEvent;
  happen({ event, before: story.state, after: story.state, late: false });
  await vi.advanceTimersByTimeAsync(1000);
  speaker.gives = true;
  await speaker.pass(3000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(speaker.context.sounded).toEqual([WARNING_HZ, WARNING_HZ]);
});

test("E2: a desk that heard the test and lost the sound meanwhile does not say that it is on", () => {
  speaker.take();
  bell.heard();
  expect(bell.armed.value).toBe("suspended");
});

test("E3: while nobody sees the page an incident sounds with the state that brings it, without a timer", () => {
  page.visibilityState = "hidden";
  vi.clearAllTimers();
  show(new Story().opens("i1"));
  show(new Story().opens("i1").opens("i2"));
  expect(speaker.context.sounded.filter((each) => each === URGENT_HZ).length).toBeGreaterThanOrEqual(5);
  expect(bell.ring.value.count).toBe(2);
});

test("s24: a window beside the one that rings stands by unarmed, and takes over when that one is closed", async () => {
  let held: { name: string }[] = [];
  let close: (lock: object) => void = () => undefined;
  const request = (_: string, __: LockOptions, granted: (lock: object) => void) => {
    close = granted;
    return new Promise(() => undefined);
  };
  vi.stubGlobal("navigator", { locks: { query: async () => ({ held }), request } });
  const beside = new Bell(record, ranks, signal(false), new Output(speaker));
  await beside.standBeside();
  expect(beside.armed.value).toBe("off"); // nobody rings: it must be as loud as any other that is not armed
  held = [{ name: "onethree-sound" }];
  await beside.standBeside();
  expect(beside.armed.value).toBe("elsewhere");
  show(new Story().opens("i1"));
  close({});
  await vi.advanceTimersByTimeAsync(2000);
  expect(beside.armed.value).toBe("on");
  expect(beside.ring.value.sound).toBe("urgent");
});

test("s24: a window that takes over and gets no sound says so loudly", async () => {
  let close: (lock: object) => void = () => undefined;
  const request = (_: string, __: LockOptions, granted: (lock: object) => void) => {
    close = granted;
    return new Promise(() => undefined);
  };
  const query = async () => ({ held: [{ name: "onethree-sound" }] });
  vi.stubGlobal("navigator", { locks: { query, request } });
  const beside = new Bell(record, ranks, signal(false), new Output(speaker));
  await beside.standBeside();
  speaker.take();
  speaker.gives = false;
  close({});
  await vi.advanceTimersByTimeAsync(2000);
  expect(beside.armed.value).toBe("suspended");
});
