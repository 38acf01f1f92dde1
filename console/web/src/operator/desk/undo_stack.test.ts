import { expect, test } from "vitest";
import type { AnyCommand, AnyEvent } from "../../wire/generated";
import { type Consequence, type Press, takeable, UNDO_MS } from "./undo_stack";

const send = (unit: string): AnyCommand => ({ type: "assignment.assign", incident: "inc-1", unit });
const press = (id: string, hand: number): Press => ({ id, hand, command: send(id), opposite: () => send(`not-${id}`) });
const deeds = (...told: readonly [id: string, at: number][]): ReadonlyMap<string, Consequence> =>
  new Map(told.map(([id, at]) => [id, { at, events: [] as AnyEvent[] }]));
const units = (stack: readonly Press[], known: ReadonlyMap<string, Consequence>, now: number, gone: string[] = []) =>
  takeable(stack, known, new Set(gone), now).map(({ commands }) => commands.map((each) => "unit" in each && each.unit));

test("s09: each act is taken back by itself, the newest first", () => {
  const stack = [press("a", 1), press("b", 2), press("c", 3)];
  expect(units(stack, deeds(["a", 0], ["b", 100], ["c", 200]), 300)).toEqual([["not-c"], ["not-b"], ["not-a"]]);
});

test("s10: what one key press sent is one act, and is taken back together, the last first", () => {
  const stack = [press("a", 1), press("b", 2), press("c", 2)];
  expect(units(stack, deeds(["a", 0], ["b", 0], ["c", 0]), 1)).toEqual([["not-c", "not-b"], ["not-a"]]);
});

test("each has its own ten seconds", () => {
  const stack = [press("a", 1), press("b", 2)];
  const known = deeds(["a", 0], ["b", 5000]);
  expect(units(stack, known, UNDO_MS + 1)).toEqual([["not-b"]]);
  expect(units(stack, known, UNDO_MS + 5001)).toEqual([]);
});

test("while the newest is not answered, nothing older is taken back in its place; what was refused is no act", () => {
  const stack = [press("a", 1), press("b", 2)];
  expect(units(stack, deeds(["a", 0]), 1)).toEqual([]);
  expect(units(stack, deeds(["a", 0]), 1, ["b"])).toEqual([["not-a"]]);
});

test("an act that brought nothing about is left out", () => {
  const nothing: Press = { ...press("b", 2), opposite: () => null };
  expect(units([press("a", 1), nothing], deeds(["a", 0], ["b", 0]), 1)).toEqual([["not-a"]]);
});
