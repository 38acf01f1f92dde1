/** How the sources may stand on each other. `biome.json` forbids circles of files too, and says so in the editor. */

import { expect, test } from "vitest";
import { circleIn, folderOf, foldersOf, importsOf, trespassesIn } from "./testing/imports";

const PAGES = ["operator", "crew", "replay", "district", "signin"];

const sources = import.meta.glob<string>(["./**/*.{ts,tsx,css}", "!./**/*.test.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const imports = importsOf(Object.fromEntries(Object.entries(sources).map(([path, text]) => [path.slice(2), text])));

test("no files import each other in a circle", () => {
  expect(circleIn(imports)).toBeNull();
});

test("no folders import each other in a circle", () => {
  expect(circleIn(foldersOf(imports))).toBeNull();
});

test("nobody imports from a page's folder but the page itself", () => {
  expect(trespassesIn(imports, PAGES)).toEqual([]);
});

test("the pages that are looked at are all that there are", () => {
  const entries = [...imports.keys()].filter((path) => path.endsWith("/main.tsx"));
  expect(entries.map(folderOf).sort()).toEqual([...PAGES].sort());
});

test("a circle that only types close is found", () => {
  const written = importsOf({
    "desk.ts": 'import { steps } from "./steps";',
    "steps.ts": 'import type { Hand } from "./hand";',
    "hand.ts": 'export interface Hand { readonly desk: import("./desk").Desk }',
  });
  expect(circleIn(written)).toEqual(["desk.ts", "steps.ts", "hand.ts"]);
});

test("a circle of folders is found where no two files close one", () => {
  const written = importsOf({
    "parts/frame.ts": 'import { look } from "../look/look";',
    "parts/kept.ts": "",
    "look/look.ts": 'import { kept } from "../parts/kept";',
  });
  expect(circleIn(written)).toBeNull();
  expect(circleIn(foldersOf(written))).toEqual(["parts", "look"]);
});

test("an import of another page's folder is found, a style sheet's too", () => {
  const written = importsOf({
    "replay/theatre.ts": 'import { board } from "../operator/board";\nimport "../operator/detail/detail.css";',
    "operator/board.ts": 'import "./detail/detail.css";',
    "operator/detail/detail.css": "",
  });
  expect(trespassesIn(written, PAGES)).toEqual([
    "replay/theatre.ts -> operator/board.ts",
    "replay/theatre.ts -> operator/detail/detail.css",
  ]);
});

test("an import that leads nowhere is an error, not an import less", () => {
  expect(() => importsOf({ "desk.ts": 'import "./gone";' })).toThrow("desk.ts imports ./gone");
});
