import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY, type State } from "../../fold/state";
import { language } from "../../language/language";
import { START, Story } from "../../testing/events";
import type { Station, Unit } from "../../wire/generated";
import { incidentMaker } from "./incidents";
import type { Mark } from "./mark";
import { Marks } from "./marks";
import { canLeave, stationMaker } from "./stations";
import { unitMaker } from "./units";

const HOME: Station = {
  id: "m1",
  name: "示例站",
  kind: "micro_unit",
  lon: 106.5,
  lat: 29.5,
  zone: "",
  phone: "",
  building: "",
  responsible: "",
};

function unit(id: string, mode = "foot"): Unit {
  return { id, station: "m1", name: `示例站${id}`, mode, crew: 3, capabilities: [], turnout_s: null };
}

/** The state of a story, with a station and its units. */
function at(story: Story, ...units: Unit[]): State {
  const state = story.state;
  const all = units.reduce((table, each) => table.with(each.id, each), state.units);
  return { ...state, stations: state.stations.with("m1", HOME), units: all };
}

/** How a unit looks at a time. */
function seen(state: State, id: string, now = START): Mark | undefined {
  const maker = unitMaker();
  void [...maker.touched(EMPTY, state)];
  return maker.make(state, id, now)?.mark;
}

function position(state: State, id: string, atMs: number): State {
  const seen = { lon: 106.51, lat: 29.51, at: new Date(atMs).toISOString() };
  const where = { ...seen, heard_at: seen.at, accuracy_m: null, doubt: null, believed: { ...seen, accuracy_m: null } };
  return { ...state, positions: state.positions.with(id, where) };
}

const OWN = { unit: "a1-unit" };

beforeEach(() => {
  language.value = "zh";
});

describe("units", () => {
  const icon = (state: State): string | undefined => seen(state, "a1-unit")?.icon;

  it("wait in their station's mark while they are idle and say no position", () => {
    expect(icon(at(new Story(), unit("a1-unit")))).toBeUndefined();
  });

  it("are filled by what they do: hollow, dot, half, full, double ring", () => {
    const story = new Story().opens("i1");
    const own = unit("a1-unit", "engine");
    expect(icon(position(at(story, own), "a1-unit", START))).toBe("unit/engine/idle/fresh/idle");
    story.sends("i1", "a1", OWN);
    expect(icon(at(story, own))).toBe("unit/engine/called/estimate/active");
    story.tell("assignment.acknowledged", { incident: "i1", assignment: "a1", ...OWN });
    expect(icon(at(story, own))).toBe("unit/engine/acknowledged/estimate/active");
    story.tell("assignment.en_route", { incident: "i1", assignment: "a1", ...OWN });
    expect(icon(at(story, own))).toBe("unit/engine/en_route/estimate/active");
    story.tell("assignment.on_scene", { incident: "i1", assignment: "a1", ...OWN });
    expect(icon(at(story, own))).toBe("unit/engine/on_scene/estimate/active");
  });

  it("say how old their position is, and are hatched after a minute", () => {
    const state = position(at(new Story(), unit("a1-unit")), "a1-unit", START);
    const aged = (seconds: number) => seen(state, "a1-unit", START + seconds * 1000);
    expect(aged(9)).toMatchObject({ icon: "unit/foot/idle/fresh/idle", label: "示例站\na1-unit" });
    expect(aged(35)).toMatchObject({ icon: "unit/foot/idle/aging/idle", label: "示例站\na1-unit\n30 秒前" });
    expect(aged(150)).toMatchObject({ icon: "unit/foot/idle/old/idle", label: "示例站\na1-unit\n2 分钟前" });
  });

  it("s23: that wait at one station stand in a row, each with its station in its call sign", () => {
    const story = new Story().opens("i1").sends("i1", "a1", OWN).sends("i1", "b1");
    const state = at(story, unit("a1-unit"), unit("b1-unit"));
    const marks = ["a1-unit", "b1-unit"].map((id) => seen(state, id));
    expect(marks.map((mark) => mark?.label)).toEqual(["示例站\na1-unit", "示例站\nb1-unit"]);
    expect(marks[0]?.offset).not.toEqual(marks[1]?.offset);
  });

  it("in a drill are violet, and an operation comes before it", () => {
    const story = new Story().opens("i1", { exercise: true }).sends("i1", "a1", { ...OWN, exercise: true });
    expect(icon(at(story, unit("a1-unit")))).toMatch(/drill$/);
    story.opens("i2").sends("i2", "a2", OWN);
    expect(icon(at(story, unit("a1-unit")))).toMatch(/active$/);
  });
});

describe("a unit's orders", () => {
  it("are followed one by one, and let go of when they end", () => {
    const story = new Story().opens("i1").sends("i1", "a1", OWN);
    const marks = new Marks(unitMaker());
    const own = unit("a1-unit");
    expect(marks.update(at(story, own), START).put).toHaveLength(1);
    story.tell("assignment.released", { incident: "i1", assignment: "a1", ...OWN });
    expect(marks.update(at(story, own), START).gone).toEqual(["a1-unit"]);
  });
});

describe("incidents", () => {
  it("s12: have the glyph of the list, and drills are told apart", () => {
    const story = new Story().opens("i1", { grade: 3 }).opens("i2", { exercise: true });
    const icons = ["i1", "i2"].map((id) => incidentMaker.make(story.state, id, START)?.mark.icon);
    expect(icons).toEqual(["incident/nobody/real", "incident/nobody/drill"]);
    expect(incidentMaker.make(story.state, "i2", START)?.mark.label).toMatch(/^演练 /);
  });

  it("without a place are nowhere on the map", () => {
    const place = { lon: null, lat: null, building: null, floor: null, text: "示例" };
    expect(incidentMaker.make(new Story().opens("i1", { place }).state, "i1", START)).toBeNull();
  });
});

describe("stations", () => {
  it("are slashed when nobody is on duty", () => {
    const state = at(new Story(), unit("a1-unit"));
    const off = { ...state, off_duty: state.off_duty.with("a1-unit", new Date(START).toISOString()) };
    expect([canLeave(state, "m1"), canLeave(off, "m1")]).toEqual([true, false]);
    expect(stationMaker.make(off, "m1", START)?.mark.icon).toBe("station/micro/not_ready");
  });
});

describe("marks", () => {
  it("tell only what differs", () => {
    const story = new Story().opens("i1").opens("i2");
    const marks = new Marks(incidentMaker);
    expect(
      marks
        .update(story.state, START)
        .put.map(({ id }) => id)
        .sort(),
    ).toEqual(["i1", "i2"]);
    expect(marks.update(story.state, START)).toEqual({ put: [], gone: [] });
    story.sends("i1", "a1");
    expect(marks.update(story.state, START).put.map(({ icon }) => icon)).toEqual([
      expect.stringMatching(/^incident\/running\/real\/[1-9]$/),
    ]);
    story.tell("incident.closed", { incident: "i2", reason: "handled" });
    expect(marks.update(story.state, START)).toEqual({ put: [], gone: ["i2"] });
  });

  it("age by themselves", () => {
    const state = position(at(new Story(), unit("a1-unit")), "a1-unit", START);
    const marks = new Marks(unitMaker());
    expect(marks.update(state, START).put).toHaveLength(1);
    expect(marks.update(state, START + 9_000).put).toHaveLength(0);
    expect(marks.update(state, START + 10_000).put.map(({ icon }) => icon)).toEqual(["unit/foot/idle/aging/idle"]);
    expect(marks.update(state, START + 15_000).put).toHaveLength(0);
    expect(marks.update(state, START + 60_000).put.map(({ icon }) => icon)).toEqual(["unit/foot/idle/old/idle"]);
  });

  it("are all gone in an empty state, and all made anew in another language", () => {
    const marks = new Marks(unitMaker());
    marks.update(position(at(new Story(), unit("a1-unit")), "a1-unit", START), START + 20_000);
    language.value = "en";
    expect(marks.refresh(START + 20_000).put.map(({ label }) => label)).toEqual(["示例站\na1-unit\n20 s ago"]);
    expect(marks.update(EMPTY, START).gone).toEqual(["a1-unit"]);
  });
});
