import { describe, expect, it } from "vitest";
import type { Entry } from "../../outbox/queue";
import { Story } from "../../testing/events";
import type { AnyCommand } from "../../wire/generated";
import { alertsOf } from "../orders";
import { askingBeside, currentOf, isAsking } from "./showing";

const OWN = new Set(["a-unit", "b-unit", "drill-unit"]);
const NONE = new Map<string, number>();

function answered(assignment: string): Entry {
  const command = { type: "assignment.acknowledge", assignment } as AnyCommand;
  const pressedAt = "2026-11-22T02:00:05.000Z";
  return { id: assignment, owner: "", number: 1, command, pressedAt, state: "waiting", problem: null, settledAt: null };
}

describe("the alert that has the screen", () => {
  const story = new Story().opens("first").sends("first", "a").opens("second", { trapped: 3 }).sends("second", "b");

  it("is the most urgent while nobody said anything", () => {
    expect(currentOf(alertsOf(story.state, OWN, []), null)?.incident.id).toBe("second");
  });

  it("stays the one that somebody answered, and the other asks beside it", () => {
    const alerts = alertsOf(story.state, OWN, [answered("a")]);
    const current = currentOf(alerts, "first");
    expect(current?.incident.id).toBe("first");
    expect(askingBeside(alerts, current, NONE)?.incident.id).toBe("second");
  });

  it("is the one that the crew is on its way to, after a reload too", () => {
    const moving = new Story().opens("first").sends("first", "a").order("assignment.en_route", "first", "a");
    const alerts = alertsOf(moving.opens("second", { trapped: 3 }).sends("second", "b").state, OWN, []);
    expect(currentOf(alerts, null)?.incident.id).toBe("first");
  });

  it("is a real one as soon as it calls, whatever drill somebody is at", () => {
    const drill = new Story().opens("drill", { exercise: true }).sends("drill", "drill", { exercise: true });
    const alerts = alertsOf(drill.opens("first").sends("first", "a").state, OWN, [answered("drill")]);
    expect(currentOf(alerts, "drill")?.incident.id).toBe("first");
  });

  it("asks no more once it was put aside, until the centre calls again", () => {
    const [alert] = alertsOf(new Story().opens("first").sends("first", "a").state, OWN, []);
    if (alert === undefined) throw new Error("no alert");
    expect(isAsking(alert, new Map([["first", 1]]))).toBe(false);
    expect(isAsking({ ...alert, calls: 2 }, new Map([["first", 1]]))).toBe(true);
  });
});
