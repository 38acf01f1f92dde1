import { describe, expect, it } from "vitest";
import { distanceM, middleOf, ringAround, shapeOf } from "./area";
import { areaOf, clicked, featuresOf, nothingDrawn, radiusOf } from "./closing";
import { mixed, sixDigits } from "./colours";

const NOTHING = { way: null, lon: null, lat: null, radius_m: null, polygon: null, levels: null };

describe("what is drawn", () => {
  it("as a circle is a middle and a rim; a third click begins another", () => {
    const middle = clicked(nothingDrawn("circle"), 106.5, 29.5);
    expect(areaOf(middle)).toBeNull();
    const circle = clicked(middle, 106.5, 29.5009);
    expect(areaOf(circle)).toEqual({ ...NOTHING, lon: 106.5, lat: 29.5, radius_m: 100, levels: "ground" });
    expect(radiusOf(clicked(circle, 106.6, 29.6))).toBeNull();
  });

  it("as a polygon needs three corners", () => {
    const two = clicked(clicked(nothingDrawn("polygon"), 106.5, 29.5), 106.51, 29.5);
    expect(areaOf(two)).toBeNull();
    const three = clicked(two, 106.51, 29.51);
    expect(areaOf(three)?.polygon).toHaveLength(3);
    const [area] = featuresOf(three);
    expect(area?.geometry).toMatchObject({ type: "Polygon" });
  });

  it("closes bridges and tunnels only where somebody says so", () => {
    const drawn = clicked(clicked(nothingDrawn("circle"), 106.5, 29.5), 106.501, 29.5);
    expect(areaOf(drawn)?.levels).toBe("ground");
    expect(areaOf({ ...drawn, everyLevel: true })?.levels).toBe("all");
  });

  it("as a way is the way that the hub found", () => {
    const geometry = { type: "MultiLineString" as const, coordinates: [] };
    const way = { id: "w7", name: "示例路", class: "residential", geometry };
    expect(areaOf({ ...nothingDrawn("way"), way })).toEqual({ ...NOTHING, way: "w7" });
    expect(areaOf(nothingDrawn("way"))).toBeNull();
  });

  it("s06: as a clicked way is the piece between two junctions that comes nearest", () => {
    const coordinates = [[106.5, 106.501].map((lon) => [lon, 29.5]), [106.501, 106.503].map((lon) => [lon, 29.5])];
    const way = {
      id: "w7",
      name: "示例路",
      class: "residential",
      geometry: { type: "MultiLineString" as const, coordinates },
    };
    const drawn = { ...nothingDrawn("way"), way, near: [106.502, 29.5001] };
    expect(areaOf(drawn)).toEqual({ ...NOTHING, way: "w7", lon: 106.502, lat: 29.5001 });
    expect(featuresOf(drawn)[0]?.geometry).toEqual({ type: "MultiLineString", coordinates: [coordinates[1]] });
    expect(featuresOf({ ...drawn, near: null })[0]?.geometry).toEqual(way.geometry);
  });
});

describe("areas", () => {
  it("of a circle are as wide as they say, everywhere", () => {
    for (const place of ringAround(106.5, 29.5, 80)) expect(distanceM([106.5, 29.5], place)).toBeCloseTo(80, 0);
  });

  it("of a polygon are closed rings; a way's shape is the hub's to say", () => {
    const polygon = [
      [106.5, 29.5],
      [106.6, 29.5],
      [106.6, 29.6],
    ] as const;
    const shape = shapeOf({ ...NOTHING, polygon });
    expect(shape).toMatchObject({ type: "Polygon" });
    if (shape?.type === "Polygon") expect(shape.coordinates[0]?.at(-1)).toEqual(polygon[0]);
    expect(shapeOf({ ...NOTHING, way: "w1" })).toBeNull();
  });

  it("have their sign halfway along a way", () => {
    const line = [
      [106.5, 29.5],
      [106.5, 29.6],
    ];
    const middle = middleOf({ type: "MultiLineString", coordinates: [line] });
    expect(middle?.[1]).toBeCloseTo(29.55, 6);
  });
});

describe("colours", () => {
  it("are mixed, also where the build wrote them short", () => {
    expect(mixed(sixDigits("#fff"), "#000000", 0.5)).toBe("#808080");
    expect(sixDigits("#19212b")).toBe("#19212b");
  });
});
