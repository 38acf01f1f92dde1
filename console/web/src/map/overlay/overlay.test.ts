import { describe, expect, it } from "vitest";
import { ALWAYS, type Kind } from "../marks/mark";
import { meet } from "./boxes";
import { gathered, type Spot } from "./gather";
import { labelled } from "./labels";

const ROOM = { width: 600, height: 400 };
const NOBODY: ReadonlySet<string> = new Set();
const measure = (text: string) => text.length * 8;

function spot(kind: Kind, id: string, x: number, y: number, label = id): Spot {
  return {
    key: `${kind}/${id}`,
    mark: { kind, id, lon: 0, lat: 0, icon: "", label, ...ALWAYS, rank: 0 },
    x,
    y,
    behind: [],
  };
}

describe("marks that stand too close", () => {
  it("are one, which says how many, and the foremost is the one", () => {
    const front = gathered([spot("incident", "i1", 100, 100), spot("incident", "i2", 110, 105)]);
    expect(front.map(({ key, behind }) => [key, behind.length])).toEqual([["incident/i1", 1]]);
  });

  it("never hide an incident: a unit or a station beside it does not take it in", () => {
    const front = gathered([
      spot("incident", "i1", 100, 100),
      spot("unit", "u1", 100, 100),
      spot("station", "s1", 100, 100),
    ]);
    expect(front.map(({ key }) => key)).toEqual(["incident/i1", "unit/u1", "station/s1"]);
  });

  it("of two thousand incidents in one picture there are as many as there is room for, and none is lost", () => {
    const all = Array.from({ length: 2000 }, (_, at) =>
      spot("incident", `i${at}`, (at * 7919) % 600, (at * 104_729) % 400),
    );
    const front = gathered(all);
    expect(front.length).toBeLessThan(600);
    expect(front.reduce((sum, { behind }) => sum + 1 + behind.length, 0)).toBe(2000);
  });

  it("crews on an incident stand around it; those for whom there is no seat are not drawn on it", () => {
    const units = Array.from({ length: 9 }, (_, at) => spot("unit", `u${at}`, 101, 99));
    const front = gathered([spot("incident", "i1", 100, 100), ...units]);
    expect(front).toHaveLength(8);
    for (const { mark, x, y } of front) {
      if (mark.kind === "unit") expect(Math.hypot(x - 100, y - 100)).toBeGreaterThan(26);
    }
  });
});

describe("names", () => {
  it("s23: lie on no glyph and on no other name", () => {
    const spots = Array.from({ length: 60 }, (_, at) =>
      spot("unit", `示例站 ${at} 组`, 40 + ((at * 97) % 520), 40 + ((at * 61) % 320)),
    );
    const labels = [...labelled(spots, NOBODY, 14, ROOM, measure).values()];
    expect(labels.length).toBeGreaterThan(10);
    for (const [index, { box }] of labels.entries()) {
      for (const other of labels.slice(index + 1)) expect(meet(box, other.box)).toBe(false);
      for (const { x, y } of spots) {
        expect(meet(box, { left: x - 12, top: y - 12, right: x + 12, bottom: y + 12 })).toBe(false);
      }
    }
  });

  it("of what is selected and who comes to it may lie on the glyphs of others", () => {
    const crowd = Array.from({ length: 30 }, (_, at) =>
      spot("unit", `u${at}`, 300 + (at % 6) * 22, 200 + (at % 5) * 22),
    );
    const found = labelled(crowd, new Set(["unit/u14"]), 14, ROOM, measure);
    expect([...found.keys()].map(({ key }) => key)).toContain("unit/u14");
  });

  it("never cover an incident or another name, not even of who is coming", () => {
    const crews = Array.from({ length: 12 }, (_, at) =>
      spot("unit", `示例站 ${at} 组`, 200 + at * 9, 200 + (at % 3) * 9),
    );
    const fires = Array.from({ length: 6 }, (_, at) => spot("incident", `i${at}`, 180 + at * 30, 220));
    const held = new Set(crews.map(({ key }) => key));
    const labels = [...labelled([...fires, ...crews], held, 14, ROOM, measure).entries()];
    for (const [named, { box }] of labels) {
      for (const { x, y } of fires) {
        const glyph = { left: x - 12, top: y - 12, right: x + 12, bottom: y + 12 };
        if (named.x !== x || named.y !== y) expect(meet(box, glyph)).toBe(false);
      }
      for (const [other, { box: theirs }] of labels) if (other !== named) expect(meet(box, theirs)).toBe(false);
    }
  });

  it("do not run out of the picture where there is another side", () => {
    const [label] = [...labelled([spot("unit", "示例站一组", 590, 395)], NOBODY, 14, ROOM, measure).values()];
    expect(label?.box.right).toBeLessThanOrEqual(600);
    expect(label?.box.bottom).toBeLessThanOrEqual(400);
  });

  it("wait for their zoom", () => {
    const far = spot("station", "s1", 100, 100);
    const shy = { ...far, mark: { ...far.mark, named: 15 } };
    expect(labelled([shy], NOBODY, 14, ROOM, measure).size).toBe(0);
    expect(labelled([shy], NOBODY, 15, ROOM, measure).size).toBe(1);
  });
});
