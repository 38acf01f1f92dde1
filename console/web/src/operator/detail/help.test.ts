import { describe, expect, it } from "vitest";
import { helpState, isMissing, pendingOf } from "../../incidents/help_words";
import type { Ask, Help } from "../../wire/generated";
import { nextAskAt, phoneOf, STEPS_OF } from "./help";

const ASK: Ask = {
  id: "ask-2",
  helper: "gas-1",
  name: "示例燃气",
  means: "phone",
  at: "2026-11-22T04:00:00.000Z",
  line: 0,
  told_at: null,
  failed_at: null,
  refused_at: null,
  call_off_at: null,
  called_off_at: null,
};
const HELP: Help = {
  id: "hlp-1",
  incident: "inc-1",
  kind: "gas",
  requested_at: "2026-11-22T04:00:00.000Z",
  exercise: false,
  outside: true,
  wanted: null,
  note: null,
  because: null,
  asks: [ASK],
  helper: null,
  name: "",
  eta_s: null,
  accepted_at: null,
  en_route_at: null,
  on_scene_at: null,
  overdue_at: null,
  officer_at: null,
  unanswered_at: null,
  unanswered: null,
  ending: null,
  ended_at: null,
  wait_until: null,
  expected_at: null,
};
const AT = "2026-11-22T04:01:00.000Z";
const RULES = { accept_within_s: 60, officer_after_s: 180, arrive_within_s: 1800, sender: "onethree" };

describe("a request for help on the console", () => {
  it("has the newest milestone as its state, a later one without the earlier", () => {
    expect(helpState(HELP)).toBe("asked");
    expect(helpState({ ...HELP, asks: [] })).toBe("requested");
    expect(helpState({ ...HELP, unanswered_at: AT })).toBe("unanswered");
    expect(helpState({ ...HELP, unanswered_at: AT, on_scene_at: AT })).toBe("on_scene");
    expect(helpState({ ...HELP, on_scene_at: AT, ending: "done" })).toBe("done");
  });

  it("is missing where nobody comes or who comes is late, and not once they are there", () => {
    expect(isMissing(HELP)).toBe(false);
    expect(isMissing({ ...HELP, unanswered_at: AT })).toBe(true);
    expect(isMissing({ ...HELP, accepted_at: AT, overdue_at: AT })).toBe(true);
    expect(isMissing({ ...HELP, accepted_at: AT, overdue_at: AT, on_scene_at: AT })).toBe(false);
    expect(isMissing({ ...HELP, unanswered_at: AT, ending: "cancelled" })).toBe(false);
  });

  it("is a call to make until it has its outcome, and again where it is called off", () => {
    expect(pendingOf(ASK)).toBe("ask");
    expect(pendingOf({ ...ASK, told_at: AT })).toBeNull();
    expect(pendingOf({ ...ASK, failed_at: AT })).toBeNull();
    expect(pendingOf({ ...ASK, call_off_at: AT })).toBeNull();
    expect(pendingOf({ ...ASK, told_at: AT, call_off_at: AT })).toBe("call_off");
  });

  it("counts the next one down from when somebody was spoken to, and from the grace after an outage", () => {
    expect(nextAskAt(HELP, RULES)).toBe(Date.parse(AT));
    expect(nextAskAt({ ...HELP, asks: [{ ...ASK, told_at: AT }] }, RULES)).toBe(Date.parse(AT) + 60_000);
    expect(nextAskAt({ ...HELP, wait_until: "2026-11-22T04:10:00.000Z" }, RULES)).toBe(
      Date.parse("2026-11-22T04:10:00.000Z"),
    );
    expect(nextAskAt({ ...HELP, accepted_at: AT }, RULES)).toBeNull();
  });

  it("shows the number behind a label, its own otherwise, and nothing where the helper is gone", () => {
    const helper = {
      id: "g",
      kind: "gas",
      name: "",
      zone: "",
      phones: ["gas", "000-2"],
      webhook: "",
      cap: "",
      languages: [],
    };
    expect(phoneOf(helper as never, 0, { gas: "000-1" })).toBe("000-1");
    expect(phoneOf(helper as never, 1, {})).toBe("000-2");
    expect(phoneOf(undefined, 0, {})).toBe("");
  });

  it("can be called off in every state in which it stands", () => {
    for (const steps of Object.values(STEPS_OF)) expect(steps).toContain("help.cancel");
  });
});
