import { expect, test } from "vitest";
import type { State } from "../../fold/state";
import { CHARACTERS_ONLY } from "../../places/readings";
import { START, Story } from "../../testing/events";
import type { Standby, Station, Unit } from "../../wire/generated";
import { type Asked, CELL_PX, countsOf, grouped, HEAD_PX, inSight, linesOf, placesOf, sought } from "./arranging";
import { type BoardUnit, type ReadyState, unitsOf } from "./units";

const HOME = { kind: "micro_unit", lon: 106.5, lat: 29.5, phone: "", building: "", responsible: "" } as const;
const PLACE = { lon: 106.5, lat: 29.5, building: null, floor: null, text: "示例路口" };
const ASKED: Asked = { typed: "", doings: [], mode: "", grouping: "zone" };
const SENT = "s1-unit"; // what the story's orders are called

/** A district: stations with their zones, units by station. */
function district(story: Story, zones: Record<string, string>, units: Record<string, string>): State {
  const state = story.state;
  const stations = Object.entries(zones).map(([id, zone]): Station => ({ ...HOME, id, zone, name: `示例${id}` }));
  const all = Object.entries(units).map(
    ([id, station]): Unit => ({
      id,
      station,
      name: `示例${station} ${id}`,
      mode: id.startsWith("e") ? "engine" : "foot",
      crew: 3,
      capabilities: [],
      turnout_s: null,
    }),
  );
  return {
    ...state,
    stations: stations.reduce((table, each) => table.with(each.id, each), state.stations),
    units: all.reduce((table, each) => table.with(each.id, each), state.units),
  };
}

function posted(unit: string, begun: boolean): Standby {
  const at = new Date(START).toISOString();
  const by = { role: "dispatcher", name: "王示例", station: null } as const;
  const where = { lon: 106.5, lat: 29.5, place: PLACE };
  return { unit, ...where, from_at: at, until_at: null, by, reason: null, begun_at: begun ? at : null };
}

const ready = (states: Record<string, ReadyState>) => new Map(Object.entries(states));
const doings = (units: readonly BoardUnit[]) => Object.fromEntries(units.map(({ id, doing }) => [id, doing]));

test("s24: a unit is free, posted, not ready, bound or away, and an order goes before all else", () => {
  const story = new Story().opens("i1").sends("i1", "s1");
  const base = district(story, { A: "1", B: "1" }, { a1: "A", a2: "A", a3: "A", b1: "B", b2: "B", [SENT]: "B" });
  const state: State = {
    ...base,
    off_duty: base.off_duty.with("a2", new Date(START).toISOString()).with(SENT, new Date(START).toISOString()),
    standbys: base.standbys.with("a3", posted("a3", false)).with("b2", posted("b2", true)),
  };
  const units = unitsOf(state, ready({ A: "unknown", B: "not_ready" }));
  expect(doings(units)).toEqual({
    a1: "free", // of an unknown state: nobody said that it cannot go
    a2: "away",
    a3: "free", // its posting has not begun
    b1: "not_ready",
    b2: "standby", // it stands elsewhere with its crew, whatever its station lacks
    [SENT]: "bound",
  });
  expect(countsOf(units)).toEqual({ free: 2, standby: 1, not_ready: 1, bound: 1, away: 1 });
});

test("s24: before the hub has said anything of readiness nobody is held to be not ready", () => {
  const units = unitsOf(district(new Story(), { A: "" }, { a1: "A" }), new Map());
  expect(units).toMatchObject([{ doing: "free", ready: null, seenAt: null, zone: "" }]);
});

test("s24: of a unit's orders the operation's is shown, and one that nobody answers is said to be so", () => {
  const story = new Story().opens("i1").opens("i2", { exercise: true });
  story.sends("i2", "d1", { unit: SENT, exercise: true }).sends("i1", "s1");
  const told = (state: State) => unitsOf(state, new Map()).find((each) => each.id === SENT);
  const state = district(story, { A: "1" }, { [SENT]: "A" });
  expect(told(state)).toMatchObject({ order: { id: "s1" }, unanswered: false });
  story.wait(30).tell("assignment.no_answer", { incident: "i1", assignment: "s1", unit: SENT, station: "m1" });
  expect(told(district(story, { A: "1" }, { [SENT]: "A" }))).toMatchObject({ order: { id: "s1" }, unanswered: true });
});

const MANY = unitsOf(
  district(new Story(), { A: "10", B: "2", C: "" }, { a1: "A", a10: "A", a2: "A", e1: "B", b1: "B", c1: "C" }),
  ready({ B: "not_ready" }),
);

test("s24: units stand by zone, kind or state; zones by number, those of none last; who can go first", () => {
  const keys = (asked: Partial<Asked>) =>
    grouped(MANY, { ...ASKED, ...asked }, new Map()).map(({ key, units, free }) => [
      key,
      units.map((each) => each.id).join(" "),
      free,
    ]);
  expect(keys({})).toEqual([
    ["2", "b1 e1", 0],
    ["10", "a1 a2 a10", 3],
    ["", "c1", 1],
  ]);
  expect(keys({ grouping: "mode" }).map(([key]) => key)).toEqual(["engine", "foot"]);
  expect(keys({ grouping: "doing" }).map(([key]) => key)).toEqual(["free", "not_ready"]);
  expect(keys({ doings: ["not_ready"] })).toEqual([["2", "b1 e1", 0]]);
  expect(keys({ typed: "1" })).toEqual([["", "a1 a2 a10 b1 e1 c1", 4]]);
  const etas = new Map([
    ["c1", 60],
    ["a10", 30],
  ]);
  const [near] = grouped(MANY, { ...ASKED, grouping: "near" }, etas);
  expect(near?.units.map((each) => each.id)).toEqual(["a10", "c1", "a1", "a2", "b1", "e1"]);
});

test("s24: units stand by call sign, the second after the first in characters, too", () => {
  const base = district(new Story(), { A: "" }, { x: "A", y: "A", z: "A" });
  const named = (id: string, name: string) => ({ ...(base.units.get(id) as Unit), name });
  const units = base.units
    .with("x", named("x", "示例二组"))
    .with("y", named("y", "示例一组"))
    .with("z", named("z", "示例10组"));
  expect(unitsOf({ ...base, units }, new Map()).map((each) => each.id)).toEqual(["y", "x", "z"]);
});

test("s24: units are found by their call signs, and by their kind", () => {
  const found = (typed: string, mode = "") =>
    sought(MANY, mode, placesOf(MANY, typed, CHARACTERS_ONLY)).map((each) => each.id);
  expect(found("c1")).toEqual(["c1"]);
  expect(found("", "engine")).toEqual(["e1"]);
  expect(found("c1", "engine")).toEqual([]);
  expect(found(" ")).toHaveLength(MANY.length);
});

test("a long board is drawn where it is in sight, and is as high as all of it", () => {
  const lines = linesOf(grouped(MANY, ASKED, new Map()), 2);
  expect(lines.map(({ head, units }) => head?.key ?? units.length)).toEqual(["2", 2, "10", 2, 1, "", 1]);
  const all = 3 * HEAD_PX + 4 * CELL_PX;
  const many = Array.from({ length: 2000 }, (_, at) => ({
    ...(MANY[0] as BoardUnit),
    id: `n${at}`,
    zone: `${at % 40}`,
  }));
  const long = linesOf(grouped(many, ASKED, new Map()), 4);
  const height = (some: typeof long) => some.reduce((sum, line) => sum + line.height, 0);
  for (const [of, from] of [
    [lines, 0],
    [long, 0],
    [long, 9000],
    [long, 1e6],
  ] as const) {
    const { shown, above, below } = inSight(of, from, 800);
    expect(above + height(shown) + below).toBe(height(of));
    expect(height(shown)).toBeLessThan(800 + 6 * CELL_PX);
  }
  expect(height(lines)).toBe(all);
  expect(inSight([], 0, 800)).toEqual({ shown: [], above: 0, below: 0 });
});
