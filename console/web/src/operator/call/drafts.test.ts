import { expect, test } from "vitest";
import { type Draft, Drafts, NOTHING } from "./drafts";

const NOON = Date.parse("2026-12-01T12:00:00Z");

function keeping(): Pick<Storage, "getItem" | "setItem"> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

function draft(id: string, text: string, begunAt = NOON): Draft {
  return { id, begunAt, text, picked: null, details: NOTHING };
}

test("s07: a draft is there again after a reload, for its own person alone", () => {
  const storage = keeping();
  new Drafts("dispatcher/王示例", storage, () => NOON).put(draft("d1", "国泰广场"));
  expect(new Drafts("dispatcher/王示例", storage, () => NOON).find("d1")?.text).toBe("国泰广场");
  expect(new Drafts("dispatcher/李示例", storage, () => NOON).all.value).toEqual([]);
});

test("s07: several stand beside each other, each is changed in its place, and one that was emptied is gone", () => {
  const drafts = new Drafts("one", keeping(), () => NOON);
  drafts.put(draft("d1", "国泰广场"));
  drafts.put(draft("d2", "解放碑"));
  drafts.put(draft("d1", "国泰广场 6"));
  expect(drafts.all.value.map((each) => each.text)).toEqual(["国泰广场 6", "解放碑"]);
  drafts.put(draft("d1", " "));
  expect(drafts.all.value.map((each) => each.id)).toEqual(["d2"]);
  drafts.put(draft("d3", ""));
  expect(drafts.all.value).toHaveLength(1);
});

test("what another window wrote is read again; what is a day old, or foreign, is not", () => {
  const storage = keeping();
  const [here, there] = [new Drafts("one", storage, () => NOON), new Drafts("one", storage, () => NOON)];
  there.put(draft("d1", "国泰广场"));
  here.readAgain(null);
  expect(here.find("d1")).not.toBeNull();
  expect(new Drafts("one", storage, () => NOON + 24 * 3600_000).all.value).toEqual([]);
  storage.setItem("onethree.drafts/one", "{");
  here.readAgain("onethree.drafts/one");
  expect(here.all.value).toEqual([]);
});
