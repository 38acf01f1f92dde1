import { expect, test } from "vitest";
import { seeded } from "../testing/events";
import { Table } from "./table";

const SEED = 20261122;

test("a table is a map, whatever is put and dropped, and its older versions stay what they were", () => {
  const random = seeded(SEED);
  const model = new Map<string, number>();
  let table = Table.empty<number>();
  const versions: [Table<number>, Map<string, number>][] = [];
  for (let step = 0; step < 5000; step++) {
    const key = `inc-${Math.floor(random() * 700)}`;
    if (random() < 0.7) {
      table = table.with(key, step);
      model.set(key, step);
    } else {
      table = table.without(key);
      model.delete(key);
    }
    if (step % 500 === 0) versions.push([table, new Map(model)]);
  }
  for (const [version, then] of [...versions, [table, model] as const]) {
    expect(new Map(version.entries()), `seed ${SEED}`).toEqual(then);
    expect(version.size).toBe(then.size);
    for (const [key, value] of then) expect(version.get(key)).toBe(value);
  }
});

test("what changed between two versions is found, and only that", () => {
  const before = Table.of(Array.from({ length: 2000 }, (_, n) => [`asg-${n}`, n] as const));
  const after = before.with("asg-7", -1).without("asg-8").with("new", 1).with("asg-9", 9);
  expect([...after.changedFrom(before)].sort()).toEqual(["asg-7", "asg-8", "new"]);
  expect([...before.changedFrom(after)].sort()).toEqual(["asg-7", "asg-8", "new"]);
  expect([...after.changedFrom(after)]).toEqual([]);
});

test("putting what is there, or dropping what is not, gives the very same table", () => {
  const table = Table.of([["a", 1]]);
  expect(table.with("a", 1)).toBe(table);
  expect(table.without("b")).toBe(table);
});
