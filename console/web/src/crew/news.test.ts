import { describe, expect, it } from "vitest";
import { Story } from "../testing/events";
import { newsOf } from "./news";

const OWN = new Set(["a-unit"]);
const place = (floor: number) => ({ lon: 106.57, lat: 29.56, building: "b", floor, text: null });

describe("news between two pictures", () => {
  it("is an order that ended, or is not there any more", () => {
    const story = new Story().opens("fire").sends("fire", "a").sends("fire", "foreign");
    const before = story.state;
    story.order("assignment.recalled", "fire", "a", { reason: null });
    story.order("assignment.recalled", "fire", "foreign", { reason: null });
    const { ended } = newsOf(before, story.state, OWN, () => "示例");
    expect(ended.map(({ order }) => order.id)).toEqual(["a"]);
    const gone = { ...before, assignments: before.assignments.without("a") };
    expect(newsOf(before, gone, OWN, () => "示例").ended).toHaveLength(1);
  });

  it("is another floor or building, and not a word more of the same place", () => {
    const story = new Story().opens("fire", { place: place(3) }).sends("fire", "a");
    const before = story.state;
    story.tell("incident.updated", {
      incident: "fire",
      place: { ...place(3), text: "示例" },
      kind: null,
      trapped: null,
    });
    expect(newsOf(before, story.state, OWN, () => "").moved).toEqual([]);
    story.tell("incident.updated", { incident: "fire", place: place(9), kind: null, trapped: null });
    expect(newsOf(before, story.state, OWN, () => "").moved).toEqual(["fire"]);
  });

  it("is a line that somebody wrote, and not the lines that came with the order", () => {
    const story = new Story().opens("fire").sends("fire", "a");
    const before = story.state;
    story.tell("incident.noted", { incident: "fire", text: "示例：东门封闭", occurred_at: null });
    const { noted } = newsOf(before, story.state, OWN, () => "");
    expect(noted.map(({ note }) => note.text)).toEqual(["示例：东门封闭"]);
    expect(newsOf(story.state, story.state, OWN, () => "").noted).toEqual([]);
  });
});
