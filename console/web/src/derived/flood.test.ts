import { describe, expect, test } from "vitest";
import { Story } from "../testing/events";
import { countsIn, floodAt, grouped, openingsOf, WITHIN_MS } from "./flood";
import { RankedIncidents } from "./ranked_incidents";
import { audible, covers, partsOf, shelfOf, shelvedRow } from "./shelf";

const MINUTE = 60_000;
const UNTIL = "2026-11-22T03:00:00.000Z";

/** So many openings, a minute apart, from minute 0. */
const openings = (count: number, every = MINUTE) => Array.from({ length: count }, (_, place) => place * every);

describe("a flood", () => {
  test("begins with the tenth in ten minutes and not with the ninth", () => {
    expect(floodAt(openings(9), 9 * MINUTE)).toEqual({ on: false, opened: 9 });
    expect(floodAt(openings(10), 9 * MINUTE)).toEqual({ on: true, opened: 10 });
    expect(floodAt(openings(30, 2 * MINUTE), 58 * MINUTE).on).toBe(false);
  });

  test("lasts until fewer than five are left, and does not begin again with the next one", () => {
    const found = openings(10, 1000);
    expect(floodAt(found, 9000 + WITHIN_MS - 5000)).toEqual({ on: true, opened: 5 });
    expect(floodAt(found, 9000 + WITHIN_MS - 4000)).toEqual({ on: false, opened: 4 });
    expect(floodAt([...found, WITHIN_MS + 30_000], WITHIN_MS + 40_000).on).toBe(false);
    expect(floodAt([...found, WITHIN_MS + 3000], WITHIN_MS + 3500)).toEqual({ on: true, opened: 7 });
  });

  test("is the same when it is looked at again, or from the middle", () => {
    const found = openings(40, 20_000);
    const seen = found.map((at) => floodAt(found, at).on);
    expect(seen.indexOf(true)).toBe(9);
    expect(seen.slice(9).every(Boolean)).toBe(true);
  });
});

/** Incidents in one tower, each taken and with a crew under way; what is said of some comes after. */
function surge(count: number): Story {
  const story = new Story();
  for (let number = 0; number < count; number++) {
    const place = { lon: 106.57, lat: 29.56, building: "tower", floor: number, text: null };
    story.opens(`i${number}`, { place }).sends(`i${number}`, `a${number}`);
    alarm(story, `i${number}`, `panel-7/${number}`).tell("incident.taken", { incident: `i${number}` });
  }
  return story;
}

function alarm(story: Story, incident: string, device: string | null, source = "panel", kind = "smoke"): Story {
  const place = { lon: 106.57, lat: 29.56, building: "tower", floor: 3, text: null };
  const said = { occurred_at: null, reporter: null, trapped: null, note: null, test: false, flags: [], unread: {} };
  return story.tell("alarm.raised", {
    incident,
    alarm: `alm-${story.events.length}`,
    source,
    kind,
    device,
    place,
    ...said,
  });
}

const ranksOf = (story: Story) => new RankedIncidents().update(story.state);

describe("groups", () => {
  test("hold what somebody has in hand and is being answered", () => {
    const story = surge(3);
    const { own, groups } = grouped(ranksOf(story), story.state);
    expect(own).toEqual([]);
    expect(groups).toMatchObject([{ key: "building:tower", kind: "building" }]);
    expect(groups[0]?.ids.length).toBe(3);
  });

  test.each([
    ["nobody coming", (story: Story) => story.order("assignment.no_answer", "i1", "a1")],
    ["people trapped", (story: Story) => story.tell("incident.updated", { incident: "i1", trapped: 2, flags: [] })],
    ["a confirmed fire", (story: Story) => story.tell("incident.confirmed", { incident: "i1", reason: "示例" })],
    ["another kind", (story: Story) => story.tell("incident.updated", { incident: "i1", kind: "flame", flags: [] })],
  ])("never hide %s", (_what, happens) => {
    const story = happens(surge(3));
    const { own, groups } = grouped(ranksOf(story), story.state);
    expect(own).toEqual(["i1"]);
    expect(groups[0]?.ids.length).toBe(2);
  });

  test("never hide what is in nobody's hand, and count it", () => {
    const story = alarm(surge(2).opens("i9").sends("i9", "a9"), "i9", "panel-7/9");
    expect(grouped(ranksOf(story), story.state).own).toEqual(["i9"]);
    const counts = countsIn(ranksOf(story), new Set());
    expect(counts).toMatchObject({ nobody: { count: 0 }, trapped: { count: 0 }, not_taken: { count: 1, first: "i9" } });
  });
});

describe("a shelf", () => {
  const shelved = (story: Story, source = "panel-7") =>
    story.tell("source.shelved", { source, building: "tower", until: UNTIL, reason: "示例" });
  const onShelf = (story: Story, id = "i0") => {
    const incident = story.state.incidents.get(id);
    return incident === undefined ? null : shelfOf(story.state, incident);
  };

  test("holds the panel's own incidents, quiet and uncounted; drawn as the hub's rule has it", () => {
    const story = shelved(surge(2));
    expect(onShelf(story)).toMatchObject({ source: "panel-7" });
    expect(audible(story.state, ranksOf(story))).toEqual([]);
    expect(openingsOf(story.state)).toEqual([]);
    expect(partsOf("PANEL_07/3")).toEqual(["panel", "7", "3"]);
    const shelf = onShelf(story);
    if (shelf === null) throw new Error("nothing is shelved");
    expect(covers(shelf, "panel-71", "tower")).toBe(false);
    expect(covers(shelf, "panel-7/1", "elsewhere")).toBe(false);
  });

  test.each([
    ["a second source", (story: Story) => alarm(story, "i0", "panel-8/1")],
    ["a person", (story: Story) => alarm(story, "i0", null, "phone", "report")],
    ["a call point of its own", (story: Story) => alarm(story, "i0", "panel-7/77", "panel", "manual_call_point")],
    ["a confirmation", (story: Story) => story.tell("incident.confirmed", { incident: "i0", reason: "示例" })],
    ["people trapped", (story: Story) => story.tell("incident.updated", { incident: "i0", trapped: 1, flags: [] })],
  ])("never holds %s", (_what, happens) => {
    expect(onShelf(happens(shelved(surge(1))))).toBeNull();
  });

  test("lets go of what nobody goes to, and ends by an event", () => {
    const story = shelved(surge(1)).order("assignment.no_answer", "i0", "a0");
    const [rank] = ranksOf(story);
    if (rank === undefined) throw new Error("no rank");
    expect(shelvedRow(story.state, rank)).toBeNull();
    expect(onShelf(shelved(surge(1)).tell("source.unshelved", { source: "panel-7", why: "expired" }))).toBeNull();
  });
});
