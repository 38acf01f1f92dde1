import { afterEach, describe, expect, test } from "vitest";
import { clock, distance, number, setZone, span } from "./format";
import { fill, language, t } from "./language";
import { en } from "./words.en";
import { zh } from "./words.zh";

const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((each) => each[1]).sort();

afterEach(() => {
  language.value = "zh";
});

describe("both dictionaries", () => {
  test("have the same keys in the same order, and something to say for each", () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh));
    for (const text of [...Object.values(en), ...Object.values(zh)]) expect(text.trim()).not.toBe("");
  });

  test("leave the same places open", () => {
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) expect(names(en[key]), key).toEqual(names(zh[key]));
  });
});

test("a word follows the language", () => {
  expect(t("sign_out")).toBe("退出登录");
  language.value = "en";
  expect(t("line.silent", { seconds: 4 })).toBe("Nothing heard for 4 s");
});

test("what is not given stays visible instead of vanishing", () => {
  expect(fill("{a} of {b}", { a: 1 })).toBe("1 of {b}");
});

test("times, spans, numbers and distances", () => {
  setZone("Asia/Shanghai");
  expect(clock(Date.UTC(2026, 10, 21, 18, 13, 5))).toBe("02:13:05");
  expect(clock(Date.UTC(2026, 10, 21, 16, 0, 0))).toBe("00:00:00");
  expect(clock(null)).toBe("—");
  expect([span(41_900), span(-14_000), span(3_750_000)]).toEqual(["0:41", "0:14", "1:02:30"]);
  expect(number(12345.678, 1)).toBe("12,345.7");
  expect(number(null)).toBe("—");
  expect(distance(347)).toBe("350米");
  language.value = "en";
  expect(distance(1234)).toBe("1.2 km");
});
