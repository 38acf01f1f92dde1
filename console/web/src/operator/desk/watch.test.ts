import { expect, test } from "vitest";
import type { Problem } from "../../wire/generated";
import { Refusal, Unreachable } from "../../wire/http";
import { reasonsOf } from "./watch";

function refused(code: string, reasons?: readonly string[]): Refusal {
  const problem = { type: `urn:onethree:problem:${code}`, title: "", status: 503, detail: "", reasons };
  return new Refusal(problem as unknown as Problem);
}

test("D3: why the hub is not ready is told by its own words, a clock that is off among them", () => {
  expect(reasonsOf(refused("not_ready", ["clock", "witness"]))).toEqual(["clock", "witness"]);
  expect(reasonsOf(refused("watch_stalled", ["watch_stalled", "clock"]))).toEqual(["watch_stalled", "clock"]);
});

test("an older hub gives one word for all", () => {
  expect(reasonsOf(refused("watch_stalled"))).toEqual(["watch_stalled"]);
  expect(reasonsOf(refused("not_ready"))).toEqual(["not_ready"]);
});

test("a dead line and other refusals say nothing of the hub", () => {
  expect(reasonsOf(new Unreachable("no answer"))).toEqual([]);
  expect(reasonsOf(refused("unauthorized"))).toEqual([]);
});
