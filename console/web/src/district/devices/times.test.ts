import { expect, test } from "vitest";
import { en } from "../../language/words.en";
import { failing, STRETCHES } from "./times";

test("a promise is broken above its limit and by what never arrived", () => {
  expect(failing({ over: 0, missing: 0 })).toBe(false);
  expect(failing({ over: 1, missing: 0 })).toBe(true);
  expect(failing({ over: 0, missing: 1 })).toBe(true);
});

test("every stretch has its words", () => {
  for (const each of STRETCHES) expect(Object.keys(en)).toContain(`times.${each}`);
});
