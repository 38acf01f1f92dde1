import { beforeEach, expect, test, vi } from "vitest";
import { Output } from "../../sound/output";
import { FakeSpeaker, settled } from "../../testing/audio";
import { muteOf } from "../watch/mute";
import { Ringer } from "./ringer";

let speaker: FakeSpeaker;
let ringer: Ringer;

beforeEach(async () => {
  vi.stubGlobal("navigator", {});
  speaker = new FakeSpeaker();
  ringer = new Ringer(new Output(speaker));
  await ringer.arm();
});

test("E2: an alarm that began in silence rings when the sound returns", async () => {
  speaker.take();
  ringer.ring("alarm");
  await speaker.pass(10_000);
  expect(speaker.context.sounded).toEqual([]);
  speaker.gives = true;
  await speaker.pass(3000);
  expect(speaker.context.sounded).toEqual(["buffer"]);
});

test("E2: an alarm asks for the sound, and rings at once where it gets it", async () => {
  speaker.take();
  await speaker.pass(1500);
  speaker.gives = true;
  ringer.ring("alarm");
  await settled();
  expect(speaker.context.sounded).toEqual(["buffer"]);
});

test("E2: an alarm goes on ringing after a call that came in between", async () => {
  ringer.ring("alarm");
  speaker.take();
  await speaker.pass(3000);
  speaker.gives = true;
  await speaker.pass(3000);
  expect(ringer.armed.value).toBe(true);
  expect(speaker.context.sounded).toEqual(["buffer", "buffer"]);
});

test("E2: one that was answered in silence does not ring when the sound returns", async () => {
  speaker.take();
  ringer.ring("alarm");
  ringer.ring(null);
  speaker.gives = true;
  await speaker.pass(3000);
  expect(speaker.context.sounded).toEqual([]);
});

test("E2: a notice that fell into silence is heard once when the sound returns", async () => {
  speaker.take();
  ringer.once("notice");
  speaker.gives = true;
  await speaker.pass(3000);
  speaker.context.becomes("suspended");
  await speaker.pass(3000);
  expect(speaker.context.sounded).toEqual(["buffer"]);
});

test("E2: what the night watch says is what is so", () => {
  expect(muteOf(true, ringer.armed.value)).toBeNull();
  speaker.take();
  expect(muteOf(true, ringer.armed.value)).toBe("sound");
  expect(muteOf(false, true)).toBe("line");
  expect(muteOf(false, false)).toBe("line");
});
