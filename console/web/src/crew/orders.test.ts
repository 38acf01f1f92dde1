import { describe, expect, it } from "vitest";
import type { Entry, EntryState } from "../outbox/queue";
import { Story } from "../testing/events";
import type { AnyCommand } from "../wire/generated";
import { alertsOf, isDone, markOf, markOfAll, nextStep, ordersFor } from "./orders";

const OWN = new Set(["a-unit", "b-unit", "real-unit", "drill-unit"]);

function pressed(type: string, assignment: string, state: EntryState = "waiting"): Entry {
  const command = { type, assignment } as AnyCommand;
  const pressedAt = "2026-11-22T02:00:05.000Z";
  const problem =
    state === "refused" ? { type: "urn:onethree:problem:wrong_state", title: "", status: 409, detail: "" } : null;
  return { id: `${type}/${assignment}`, owner: "", number: 1, command, pressedAt, state, problem, settledAt: null };
}

describe("alerts", () => {
  it("are one for each incident, with the orders of the phone's own units", () => {
    const story = new Story().opens("fire").sends("fire", "a").sends("fire", "b").sends("fire", "foreign");
    const [alert, ...rest] = alertsOf(story.state, OWN, []);
    expect(rest).toEqual([]);
    expect(alert?.orders.map((order) => order.id)).toEqual(["a", "b"]);
  });

  it("put a real one before a drill, and one that nobody answered before one that somebody did", () => {
    const story = new Story()
      .opens("drill", { exercise: true })
      .sends("drill", "drill", { exercise: true })
      .opens("first")
      .sends("first", "a")
      .opens("second")
      .sends("second", "b");
    const order = (entries: Entry[]) => alertsOf(story.state, OWN, entries).map((each) => each.incident.id);
    expect(order([])).toEqual(["first", "second", "drill"]);
    expect(order([pressed("assignment.acknowledge", "a")])).toEqual(["second", "first", "drill"]);
  });

  it("are answered by any button, pressed or received, and not by one that was refused", () => {
    const story = new Story().opens("fire").sends("fire", "a");
    const answered = (...entries: Entry[]) => alertsOf(story.state, OWN, entries)[0]?.answered;
    expect(answered()).toBe(false);
    expect(answered(pressed("assignment.arrive", "a"))).toBe(true);
    expect(answered(pressed("assignment.acknowledge", "a", "refused"))).toBe(false);
  });

  it("end with the order", () => {
    const story = new Story()
      .opens("fire")
      .sends("fire", "a")
      .order("assignment.recalled", "fire", "a", { reason: null });
    expect(alertsOf(story.state, OWN, [])).toEqual([]);
  });
});

describe("marks", () => {
  const story = new Story().opens("fire").sends("fire", "a").sends("fire", "b");
  story.wait(5).order("assignment.acknowledged", "fire", "a", { occurred_at: null });
  const a = story.state.assignments.get("a");
  const b = story.state.assignments.get("b");
  if (a === undefined || b === undefined) throw new Error("the story has two orders");

  it("tell what waits from what the centre has, with the time of pressing", () => {
    expect(markOf(a, "acknowledge", []).state).toBe("received");
    expect(markOf(b, "acknowledge", [])).toEqual({ state: "none", at: null, why: null });
    const waiting = markOf(b, "acknowledge", [pressed("assignment.acknowledge", "b", "sent")]);
    expect(waiting).toEqual({ state: "waiting", at: Date.parse("2026-11-22T02:00:05.000Z"), why: null });
    expect(markOf(b, "decline", [pressed("assignment.decline", "b", "refused")]).why).toBe("wrong_state");
  });

  it("of several orders say the least that is true of all", () => {
    expect(markOfAll([a, b], "acknowledge", []).state).toBe("none");
    expect(markOfAll([a, b], "acknowledge", [pressed("assignment.acknowledge", "b")]).state).toBe("waiting");
  });

  it("say nothing of a milestone that was left out", () => {
    const entries = [pressed("assignment.arrive", "b", "received")];
    expect(isDone(markOf(b, "depart", entries))).toBe(false);
    expect(nextStep([b], entries)).toBe("control");
  });

  it("send a press only for the orders that lack it", () => {
    expect(ordersFor([a, b], "acknowledge", []).map((order) => order.id)).toEqual(["b"]);
  });
});
