import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";
import { Condition } from "./condition";

test("E2: a screen that the phone let go of is asked for again while somebody looks at it", async () => {
  vi.useFakeTimers();
  let gives = true;
  let release: () => void = () => undefined;
  const request = async () => {
    if (!gives) throw new DOMException("", "NotAllowedError");
    return { addEventListener: (_: string, act: () => void) => (release = act) };
  };
  vi.stubGlobal("window", {});
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => undefined });
  vi.stubGlobal("navigator", { wakeLock: { request } });
  const condition = new Condition({ setHealth: () => undefined }, signal(true));
  await condition.keepScreenOn();
  gives = false;
  release();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(condition.screenKept.value).toBe(false);
  gives = true;
  await vi.advanceTimersByTimeAsync(6000);
  expect(condition.screenKept.value).toBe(true);
});
