import { expect, test } from "vitest";
import { Story } from "../../testing/events";
import { nextAct } from "./next_act";

const KATE = { role: "dispatcher", name: "示例", station: null } as const;

function next(story: Story) {
  const incident = story.state.incidents.get("inc-1");
  return incident === undefined ? undefined : nextAct(story.state, incident);
}

test("s21: the next step is to take, to send where nobody goes, to confirm, to send what is missing, to close", () => {
  const story = new Story().opens("inc-1");
  expect(next(story)).toBe("take");
  story.tell("incident.taken", { incident: "inc-1", by: KATE });
  expect(next(story)).toBe("send");
  story.sends("inc-1", "asg-1");
  expect(next(story)).toBe("confirm");
  story.tell("incident.confirmed", { incident: "inc-1", by: KATE });
  expect(next(story)).toBeNull();
  story.tell("dispatch.shortfall", { incident: "inc-1", need: "hose", missing: 1, why: "nobody_left" });
  expect(next(story)).toBe("send");
  story.order("assignment.controlled", "inc-1", "asg-1");
  expect(next(story)).toBe("close");
  story.tell("incident.closed", { incident: "inc-1", reason: "handled", note: null });
  expect(next(story)).toBeNull();
});
