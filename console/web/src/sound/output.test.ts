import { beforeEach, describe, expect, test } from "vitest";
import { FakeSpeaker, settled } from "../testing/audio";
import { Output } from "./output";

let speaker: FakeSpeaker;
let output: Output;

beforeEach(async () => {
  speaker = new FakeSpeaker();
  output = new Output(speaker);
  await output.start();
});

const HOWS = ["interrupted", "suspended", "closed"] as const;

describe.each(HOWS)("E2: a sound that became %s", (how) => {
  beforeEach(() => speaker.take(how));

  test("is said to be gone at once", () => {
    expect(output.running.value).toBe(false);
    expect(output.context).toBeNull();
  });

  test("is taken back within seconds after the system lets go, by itself", async () => {
    await speaker.pass(60_000);
    expect(output.running.value).toBe(false);
    speaker.gives = true;
    await speaker.pass(3000);
    expect(output.running.value).toBe(true);
    expect(output.context).not.toBeNull();
  });

  test.each([
    ["an alarm", async () => output.wake()],
    ["the page being looked at again", () => speaker.lookAgain()],
    ["a press anywhere", () => speaker.press()],
  ])("is taken back by %s", async (_, chance) => {
    await speaker.pass(1500);
    speaker.gives = true;
    await chance();
    await settled();
    expect(output.running.value).toBe(true);
  });
});

test("E2: a change of state that leaves it silent asks for it back", async () => {
  await speaker.pass(1500);
  speaker.context.becomes("suspended");
  await settled();
  expect(output.running.value).toBe(true);
});

test("E2: a context whose time stands still sounds nothing, whatever it says of itself", async () => {
  await speaker.pass(5000);
  expect(output.running.value).toBe(true);
  speaker.gives = false;
  await speaker.pass(3000, true);
  expect(output.running.value).toBe(false);
  speaker.gives = true;
  await speaker.pass(5000);
  expect(output.running.value).toBe(true);
});

test("E2: one that never comes back is replaced in a press", async () => {
  const first = speaker.context;
  speaker.take();
  speaker.stuck = first;
  speaker.gives = true;
  await speaker.pass(10_000);
  expect(output.running.value).toBe(false);
  await speaker.press();
  expect(output.running.value).toBe(true);
  expect(speaker.context).not.toBe(first);
  expect(first.state).toBe("closed");
});

test("E2: a browser that refuses is not asked without end", async () => {
  speaker.take();
  speaker.asked = 0;
  for (let alarm = 0; alarm < 100; alarm++) output.wake();
  await speaker.pass(20_000);
  expect(speaker.asked).toBeLessThanOrEqual(21);
});

test("E2: before the first press nothing is opened", async () => {
  const fresh = new FakeSpeaker();
  const silent = new Output(fresh);
  silent.wake();
  await fresh.pass(10_000);
  await fresh.press();
  expect(fresh.opened).toEqual([]);
  expect(silent.running.value).toBe(false);
});
