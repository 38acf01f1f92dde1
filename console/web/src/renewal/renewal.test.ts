import { expect, test } from "vitest";
import { fetchPart, noteServed, reasonOf, reasonToReload } from "./renewal";

const GONE = "Failed to fetch dynamically imported module: http://hub/assets/esm-abc.js";

test("E6: a page is old where the hub serves another build, and only where both are known", () => {
  expect(reasonOf("a", "a", false)).toBeNull();
  expect(reasonOf("a", "b", false)).toBe("renewed");
  expect(reasonOf("a", "b", true)).toBe("renewed");
  expect(reasonOf("a", null, false)).toBeNull();
  expect(reasonOf(null, "b", false)).toBeNull();
  expect(reasonOf("a", "a", true)).toBe("part_missing");
});

test("E6: an older hub that names no build says nothing about this page", () => {
  noteServed(undefined);
  noteServed(null);
  expect(reasonToReload.value).toBeNull();
});

test("E6: a part that cannot be fetched is tried again, under another address where the browser names it", async () => {
  const asked: string[] = [];
  const part = await fetchPart(
    async () => {
      asked.push("itself");
      throw new TypeError(GONE);
    },
    {
      later: async (ms) => void asked.push(`${ms} ms`),
      open: async (address) => {
        asked.push(address);
        if (asked.length < 4) throw new TypeError(GONE);
        return { pinyin: 1 };
      },
    },
  );
  expect(part).toEqual({ pinyin: 1 });
  expect(asked).toEqual([
    "itself",
    "500 ms",
    "http://hub/assets/esm-abc.js?again=500",
    "2000 ms",
    "http://hub/assets/esm-abc.js?again=2000",
  ]);
  expect(reasonToReload.value).toBeNull();
});

test("E6: a part that fails without an address is asked for as before, and in the end the page says so", async () => {
  let asked = 0;
  const failing = fetchPart(
    () => {
      asked += 1;
      return Promise.reject(new Error("Importing a module script failed."));
    },
    { later: async () => undefined, open: async () => undefined },
  );
  await expect(failing).rejects.toThrow("Importing");
  expect(asked).toBe(3);
  expect(reasonToReload.value).toBe("part_missing");
});
