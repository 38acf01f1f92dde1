import { beforeEach, describe, expect, it } from "vitest";
import { Camera } from "./camera";
import type { Focus, Ground } from "./ground";

const looks: (Focus | "whole")[] = [];
const ground = {
  goTo: (focus: Focus) => looks.push(focus),
  showWhole: () => looks.push("whole"),
  zoomBy: () => undefined,
} as unknown as Ground;

const fire: Focus = { lon: 106.5, lat: 29.5, of: "i1", also: [[106.51, 29.51]] };

function opened(): Camera {
  const camera = new Camera();
  camera.take(ground);
  return camera;
}

beforeEach(() => {
  looks.length = 0;
});

describe("the camera", () => {
  it("looks at an incident with everybody who comes, again when somebody else does, and along their ways", () => {
    const camera = opened();
    camera.lookAt(fire);
    camera.lookAt({ ...fire, also: [[106.52, 29.52]] });
    const line = {
      type: "LineString",
      coordinates: [
        [106.4, 29.5],
        [106.5, 29.6],
      ],
    } as const; // prettier-ignore
    camera.along([
      { type: "Feature", properties: {}, geometry: { ...line, coordinates: line.coordinates.map((at) => [...at]) } },
    ]);
    expect(looks.map((each) => (each === "whole" ? 0 : each.also?.length))).toEqual([1, 1, 3]);
  });

  it("looks again when the window changed", () => {
    const camera = opened();
    camera.lookAt(fire);
    camera.moved("resized");
    expect(looks).toHaveLength(2);
  });

  it("never takes the map from a person who moved it, until they come back", () => {
    const camera = opened();
    camera.lookAt(fire);
    camera.moved("by hand");
    camera.lookAt({ ...fire, also: [] });
    camera.moved("resized");
    expect(looks).toHaveLength(1);
    expect(camera.strayed.value).toBe(true);
    camera.back();
    expect(looks).toHaveLength(2);
    expect(camera.strayed.value).toBe(false);
  });

  it("goes on with another incident, and with the same one when somebody asks for it", () => {
    const camera = opened();
    camera.lookAt(fire);
    camera.moved("by hand");
    camera.lookAt({ ...fire, of: "i2" });
    expect(looks).toHaveLength(2);
  });

  it("shows the whole district again after a resize where nothing is looked at", () => {
    opened().moved("resized");
    expect(looks).toEqual(["whole"]);
  });
});
