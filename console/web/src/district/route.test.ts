import { expect, test } from "vitest";
import { addressOf, readRoute, sectionsOf } from "./route";

test("an address names a section and what is looked at in it", () => {
  expect(readRoute("#drills/drl-12", "commander")).toEqual({ section: "drills", item: "drl-12" });
  expect(readRoute(addressOf("drills", "a/b c"), "admin")).toEqual({ section: "drills", item: "a/b c" });
});

test("what nobody knows, or is not for this role, leads to readiness", () => {
  for (const fragment of ["", "#nonsense", "#imports", "#access"]) {
    expect(readRoute(fragment, "commander").section).toBe("readiness");
  }
});

test("a station is shown its own affairs only", () => {
  expect(sectionsOf("station")).toEqual(["readiness", "duty", "checks", "equipment", "drills"]);
  expect(sectionsOf("dispatcher")).not.toContain("imports");
  expect(sectionsOf("device")).toEqual([]);
});
