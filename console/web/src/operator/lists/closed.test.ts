import { expect, test } from "vitest";
import { EMPTY } from "../../fold/state";
import { Table } from "../../fold/table";
import type { Incident } from "../../wire/generated";
import { closedLately, nextClosed } from "./closed";

const NOON = Date.parse("2026-12-01T12:00:00Z");

function closed(id: string, minutesAgo: number | null, reason: string | null = "handled"): readonly [string, Incident] {
  const at = minutesAgo === null ? null : new Date(NOON - minutesAgo * 60_000).toISOString();
  return [id, { id, closed_at: at, close_reason: reason } as Incident];
}

test("s05: what was closed in the last half hour, the last one first; an open or a merged one is not among them", () => {
  const incidents = [closed("a", 20), closed("b", 2), closed("c", 31), closed("d", null), closed("e", 1, "merged")];
  const state = { ...EMPTY, incidents: Table.of(incidents) };
  expect(closedLately(state, NOON).map((each) => each.id)).toEqual(["b", "a"]);
});

test("s05: a key walks back through them, and begins again", () => {
  const found = [closed("b", 2)[1], closed("a", 20)[1]];
  expect(nextClosed(found, "elsewhere")).toBe("b");
  expect(nextClosed(found, "b")).toBe("a");
  expect(nextClosed(found, "a")).toBe("b");
  expect(nextClosed([], "b")).toBeNull();
});
