import { expect, test } from "vitest";
import { ordersOf } from "../../derived/targets";
import { Story } from "../../testing/events";
import { arrivalOf, standingOf, worstFirst } from "./unit_line";

/** Return the units of an incident in the order of their lines, and how each stands. */
function lines(story: Story): string[] {
  const incident = story.state.incidents.get("inc-1");
  if (incident === undefined) throw new Error("no incident");
  const { standing, ended } = worstFirst(ordersOf(story.state, incident));
  return [...standing.map((each) => `${each.id} ${standingOf(each)}`), ...ended.map((each) => `${each.id} ended`)];
}

test("who is not coming stands first, then who is late, who comes, who is there, who is done; ended ones last", () => {
  const story = new Story().opens("inc-1");
  for (const id of ["done", "there", "comes", "ordered", "late", "silent", "back"]) story.sends("inc-1", id);
  const order = (type: Parameters<Story["order"]>[0], id: string, fields = {}) =>
    story.order(type, "inc-1", id, fields);
  order("assignment.recalled", "back", { reason: "示例" });
  for (const id of ["done", "there", "comes", "late"]) order("assignment.acknowledged", id);
  order("assignment.on_scene", "there");
  order("assignment.controlled", "done");
  order("target.missed", "late", { target: "arrive", late_s: 0 });
  order("assignment.no_answer", "silent");
  expect(lines(story)).toEqual([
    "silent unanswered",
    "late late",
    "ordered ordered",
    "comes coming",
    "there there",
    "done handled",
    "back ended",
  ]);
});

test("an arrival counts down to what was planned, counts up beyond it, and stays as it was once it is there", () => {
  const story = new Story().opens("inc-1").sends("inc-1", "asg-1");
  const arrival = () => {
    const order = story.state.assignments.get("asg-1");
    if (order === undefined) throw new Error("no order");
    const { actual, planned, late } = arrivalOf(order, story.now);
    return { actual: actual.replace(/[^\d:]/g, ""), planned, late };
  };
  story.wait(8);
  expect(arrival()).toEqual({ actual: "0:40", planned: "0:48", late: false });
  story.wait(47);
  expect(arrival()).toEqual({ actual: "0:07", planned: "0:48", late: true });
  story.order("assignment.on_scene", "inc-1", "asg-1").wait(100);
  expect(arrival()).toEqual({ actual: "0:55", planned: "0:48", late: false });
});

test("what is foreseen on the way moves what is left, not what was planned", () => {
  const legs = { turnout_s: 10, road_s: 30, entrance_s: 8, storeys_s: 0 };
  const story = new Story().opens("inc-1").sends("inc-1", "asg-1", { legs });
  const order = story.state.assignments.get("asg-1");
  if (order === undefined) throw new Error("no order");
  const { actual, planned } = arrivalOf({ ...order, eta_s: 90 }, story.now);
  expect([actual.replace(/[^\d:]/g, ""), planned]).toEqual(["1:30", "0:48"]);
});
