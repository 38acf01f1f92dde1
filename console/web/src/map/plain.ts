/**
 * A plain map in SVG, for devices without WebGL: the main roads as grey lines, marks with their labels. It is less, and
 * it is never blank.
 */

import type { Feature, Position } from "geojson";
import { mixed } from "./colours";
import { glyphAddress } from "./glyphs";
import {
  type Focus,
  type Ground,
  type Heard,
  keyOf,
  type Opened,
  type Pointed,
  type Selected,
  type Shapes,
  type Standing,
} from "./ground";
import type { MapHub } from "./hub";
import type { Kind, Mark } from "./marks/mark";
import type { Difference } from "./marks/marks";
import type { Wanted } from "./style";

const SVG = "http://www.w3.org/2000/svg";
const GLYPH_PX = 34;
const CLOSE_UP_M = 700;
/** How much more than what is to be seen the picture shows. */
const MARGIN = 1.4;
const WIDTHS: Readonly<Record<string, number>> = { trunk: 4, primary: 4, secondary: 3, tertiary: 2, residential: 1 };
const UNNAMED: readonly Kind[] = ["station", "hydrant", "entrance"];
const SHAPE_ORDER: readonly Shapes[] = ["shade", "routes", "closures", "ghosts", "drawing"];

/** Open a plain map; its roads come later, and only of a district that is not served in tiles. */
export function openPlain(place: HTMLElement, wanted: Wanted, hub: MapHub, heard: Heard): Promise<Opened> {
  const ground = new PlainGround(place, wanted, heard);
  const { district } = wanted;
  const drawn =
    district.roads === "tiles" ? Promise.resolve() : hub.roads(district).then((all) => ground.putRoads(all.features));
  return Promise.resolve({ ground, plain: true, drawn });
}

interface Drawn {
  readonly mark: Mark;
  readonly element: SVGGElement;
}

class PlainGround implements Ground {
  private readonly svg = element("svg", {});
  private readonly roads = this.svg.appendChild(element("g", {}));
  private readonly shapes = new Map<Shapes, SVGGElement>();
  private readonly layer: SVGGElement;
  private readonly drawn = new Map<string, Drawn>();
  private readonly narrow: number;
  private readonly glyphs = new Map<string, string>();
  private readonly watcher = new ResizeObserver(() => {
    this.lay();
    this.heard.onMoved("resized");
  });
  private readonly lines: Feature[] = [];
  private middle: Position = [0, 0];
  /** Degrees of latitude from the upper to the lower edge. */
  private height = 0.02;
  private selected = "";

  constructor(
    private readonly place: HTMLElement,
    private wanted: Wanted,
    private readonly heard: Heard,
  ) {
    for (const name of SHAPE_ORDER) this.shapes.set(name, this.svg.appendChild(element("g", {})));
    this.layer = this.svg.appendChild(element("g", {}));
    this.narrow = Math.cos((wanted.district.center[1] * Math.PI) / 180);
    this.svg.classList.add("plain-map");
    this.svg.setAttribute("aria-hidden", "true");
    this.svg.addEventListener("click", (event) => this.click(event));
    this.svg.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      this.heard.onCall(this.pointed(event));
    });
    this.svg.addEventListener("pointerover", (event) => heard.onHover(this.markOf(event)));
    place.replaceChildren(this.svg);
    this.watcher.observe(place);
    this.showWhole();
  }

  readonly putMarks = ({ put, gone }: Difference): void => {
    for (const key of gone) {
      this.drawn.get(key)?.element.remove();
      this.drawn.delete(key);
    }
    for (const mark of put) {
      const key = keyOf(mark);
      this.drawn.get(key)?.element.remove();
      const group = this.layer.appendChild(this.draw(mark));
      this.drawn.set(key, { mark, element: group });
      this.stand(mark, group);
    }
  };

  readonly putShapes = (name: Shapes, features: readonly Feature[]): void => {
    const { blue, amber, text } = this.wanted.colours;
    const colour = name === "routes" || name === "shade" ? blue : name === "ghosts" ? text : amber;
    const width = name === "ghosts" ? "2" : "4";
    const dash = name === "closures" || name === "ghosts" ? "6 4" : "none";
    const paths = features.flatMap((feature) => {
      const d = pathOf(feature, (at) => this.plane(at));
      return d === "" ? [] : [element("path", { d, stroke: colour, "stroke-width": width, "stroke-dasharray": dash })];
    });
    this.shapes.get(name)?.replaceChildren(...paths);
  };

  readonly select = (selected: Selected | null, _related: readonly Selected[]): void => {
    this.selected = selected === null ? "" : keyOf(selected);
    for (const [key, { element: group }] of this.drawn) group.classList.toggle("selected", key === this.selected);
  };

  readonly redress = (wanted: Wanted): void => {
    this.wanted = wanted;
    this.glyphs.clear();
    this.putRoads(this.lines.splice(0));
    this.putMarks({ put: [...this.drawn.values()].map(({ mark }) => mark), gone: [] });
  };

  readonly goTo = ({ lon, lat, also = [] }: Focus): void => {
    const [lons, lats] = [
      [lon, ...also.map(([east = lon]) => east)],
      [lat, ...also.map(([, north = lat]) => north)],
    ];
    this.fit([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)], MARGIN);
  };

  readonly whereIs = (selected: Selected): Standing | null => {
    const group = this.drawn.get(keyOf(selected))?.element;
    if (group === undefined) return null;
    const [own, { left, top, width, height }] = [group.getBoundingClientRect(), this.place.getBoundingClientRect()];
    return { x: own.left + own.width / 2 - left, y: own.top + GLYPH_PX / 2 - top, width, height };
  };

  readonly zoomBy = (levels: number): void => {
    this.height *= 2 ** -levels;
    this.lay();
  };

  readonly showWhole = (): void => this.fit(this.wanted.district.bounds, 1.05);

  readonly close = (): void => {
    this.watcher.disconnect();
    this.svg.remove();
  };

  putRoads(features: readonly Feature[]): void {
    this.lines.push(...features);
    const { colours } = this.wanted;
    const byClass = new Map<string, string[]>();
    for (const feature of features) {
      const kind = String(feature.properties?.class);
      if (kind in WIDTHS) byClass.set(kind, [...(byClass.get(kind) ?? []), pathOf(feature, (at) => this.plane(at))]);
    }
    const paths = Object.entries(WIDTHS).map(([kind, width]) =>
      element("path", {
        d: (byClass.get(kind) ?? []).join(""),
        stroke: mixed(colours.line, colours.raised, 0.5),
        "stroke-width": String(width),
      }),
    );
    this.roads.replaceChildren(...paths.reverse());
  }

  private fit([west, south, east, north]: readonly [number, number, number, number], margin: number): void {
    const { clientWidth, clientHeight } = this.place;
    const shape = clientHeight > 0 ? clientWidth / clientHeight : 1;
    const high = Math.max(north - south, ((east - west) * this.narrow) / Math.max(shape, 0.1)) * margin;
    this.middle = [(west + east) / 2, (south + north) / 2];
    this.height = Math.max(high, CLOSE_UP_M / 111_195);
    this.lay();
    this.heard.onMoved("by itself");
  }

  /** Metres by thousands of degrees: a plane in which SVG's numbers stay short. */
  private plane([lon = 0, lat = 0]: Position): [number, number] {
    const [west, , , north] = this.wanted.district.bounds;
    return [(lon - west) * this.narrow * 1e5, (north - lat) * 1e5];
  }

  private lay(): void {
    const { clientWidth, clientHeight } = this.place;
    if (clientWidth === 0 || clientHeight === 0) return;
    const [x, y] = this.plane(this.middle);
    const high = this.height * 1e5;
    const wide = (high * clientWidth) / clientHeight;
    this.svg.setAttribute("viewBox", `${x - wide / 2} ${y - high / 2} ${wide} ${high}`);
    for (const { mark, element: group } of this.drawn.values()) this.stand(mark, group);
  }

  /** Marks keep their size whatever the zoom. */
  private stand({ lon, lat }: Mark, group: SVGGElement): void {
    const [x, y] = this.plane([lon, lat]);
    const scale = (this.height * 1e5) / Math.max(this.place.clientHeight, 1);
    group.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
  }

  private draw(mark: Mark): SVGGElement {
    const group = element("g", {});
    const half = GLYPH_PX / 2;
    const [right, down] = mark.offset;
    const image = { href: this.glyph(mark.icon), width: String(GLYPH_PX), height: String(GLYPH_PX) };
    group.append(element("image", { ...image, x: String(right - half), y: String(down - half) }));
    if (!UNNAMED.includes(mark.kind)) {
      const label = element("text", { x: String(right), y: String(down + half + 10), fill: this.wanted.colours.text });
      label.textContent = mark.label;
      group.append(label);
    }
    group.dataset.key = keyOf(mark);
    group.dataset.icon = mark.icon;
    group.classList.toggle("selected", group.dataset.key === this.selected);
    return group;
  }

  private glyph(name: string): string {
    const known = this.glyphs.get(name);
    if (known !== undefined) return known;
    const address = glyphAddress(name, this.wanted.colours);
    this.glyphs.set(name, address);
    return address;
  }

  private markOf({ target }: Event): Mark | null {
    const group = target instanceof Element ? target.closest<SVGGElement>("g[data-key]") : null;
    return this.drawn.get(group?.dataset.key ?? "")?.mark ?? null;
  }

  private click(event: MouseEvent): void {
    const mark = this.markOf(event);
    if (mark !== null) {
      this.heard.onMark({ kind: mark.kind, id: mark.id });
      return;
    }
    this.heard.onPlace(this.pointed(event));
  }

  private pointed(event: MouseEvent): Pointed {
    const box = this.place.getBoundingClientRect();
    const scale = this.height / Math.max(box.height, 1);
    const [lon = 0, lat = 0] = this.middle;
    const east = (event.clientX - box.left - box.width / 2) * scale;
    const north = (box.top + box.height / 2 - event.clientY) * scale;
    return { lon: lon + east / this.narrow, lat: lat + north, building: null };
  }
}

function pathOf({ geometry }: Feature, plane: (at: Position) => [number, number]): string {
  const line = (places: readonly Position[]): string =>
    places.map((at, index) => `${index === 0 ? "M" : "L"}${plane(at).map(Math.round).join(" ")}`).join("");
  if (geometry.type === "LineString") return line(geometry.coordinates);
  if (geometry.type === "MultiLineString" || geometry.type === "Polygon")
    return geometry.coordinates.map(line).join("");
  return "";
}

function element<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
