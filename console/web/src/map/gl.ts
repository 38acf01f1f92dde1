/** MapLibre as a `Ground`: loaded when a map is first shown, its worker from our own origin. */

import type { Feature } from "geojson";
import { type GeoJSONSource, Map as GlMap, type MapMouseEvent, type MapOptions, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerAddress from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { t } from "../language/language";
import { drawGlyph, SCALE } from "./glyphs";
import { type Focus, type Ground, type Heard, keyOf, type Opened, type Selected, type Shapes } from "./ground";
import type { Mark } from "./marks/mark";
import type { Difference } from "./marks/marks";
import { mapStyle, type Wanted } from "./style";
import { LABEL_BELOW_EM, LABEL_PX, type LIVE_SOURCES, MARK_LAYERS } from "./style_live";

/** How often the worker gets marks at most: a surge costs a few pictures a second, not fifty. */
const FLUSH_EVERY_MS = 120;
/** How far beside a mark a finger may be. */
const NEAR_PX = 12;
const CLOSE_UP = 16.5;
const RISEN_FROM = 15.5;
const RISEN_PITCH = 40;

/** Open a map: marks can be put on it at once, the roads come under them. */
export async function openGl(place: HTMLElement, wanted: Wanted, token: string, heard: Heard): Promise<Opened> {
  setWorkerUrl(workerAddress);
  const map = new GlMap(optionsOf(place, wanted, token));
  const drawn = new Promise<void>((resolve, reject) => {
    map.once("load", () => resolve());
    map.on("error", ({ error }) => reject(error));
  });
  await map.once("style.load");
  return { ground: new GlGround(map, wanted, heard), plain: false, drawn };
}

function optionsOf(container: HTMLElement, { district, colours, look, ...rest }: Wanted, token: string): MapOptions {
  const [west, south, east, north] = district.bounds;
  return {
    container,
    style: mapStyle({ district, colours, look, ...rest }),
    bounds: [west, south, east, north],
    fitBoundsOptions: { padding: 24 },
    maxZoom: 19.5,
    minZoom: 7,
    maxPitch: 60,
    attributionControl: false,
    fadeDuration: 0,
    localIdeographFontFamily: getComputedStyle(document.documentElement).fontFamily,
    canvasContextAttributes: { antialias: false, powerPreference: "low-power" },
    transformRequest: (url) => ({ url, headers: { Authorization: `Bearer ${token}` } }),
  };
}

class GlGround implements Ground {
  private readonly waiting = new Map<string, Mark | null>();
  private flushing = false;

  constructor(
    private readonly map: GlMap,
    private wanted: Wanted,
    private readonly heard: Heard,
  ) {
    map.setMissingStyleImageResolver((id) => this.addGlyph(id));
    map.on("click", (event) => this.click(event));
    map.on("zoomend", () => this.tilt());
    map.on("mousemove", ({ point }) => {
      map.getCanvas().classList.toggle("over-mark", this.markAt(point.x, point.y) !== null);
    });
    this.nameCanvas();
  }

  readonly putMarks = ({ put, gone }: Difference): void => {
    for (const mark of put) this.waiting.set(keyOf(mark), mark);
    for (const id of gone) this.waiting.set(id, null);
    if (this.waiting.size === 0 || this.flushing) return;
    this.flushing = true;
    setTimeout(() => requestAnimationFrame(() => this.flush()), FLUSH_EVERY_MS);
  };

  readonly putShapes = (name: Shapes, features: readonly Feature[]): void => {
    void this.source(name)?.setData({ type: "FeatureCollection", features: [...features] });
  };

  readonly select = (selected: Selected | null): void => {
    const key = selected === null ? "" : keyOf(selected);
    this.map.setFilter("selected", ["==", ["get", "key"], key]);
  };

  readonly redress = (wanted: Wanted): void => {
    this.wanted = wanted;
    this.nameCanvas();
    for (const layer of mapStyle(wanted).layers) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) {
        this.map.setPaintProperty(layer.id, name as never, value as never);
      }
      const layout: Readonly<Record<string, unknown>> = layer.layout ?? {};
      for (const name of ["icon-image", "text-field"]) {
        if (name in layout) this.map.setLayoutProperty(layer.id, name as never, layout[name] as never);
      }
    }
  };

  readonly goTo = ({ lon, lat, zoom }: Focus): void => {
    const camera = { center: [lon, lat] as [number, number], zoom: zoom ?? Math.max(this.map.getZoom(), CLOSE_UP) };
    if (isStill()) this.map.jumpTo(camera);
    else this.map.easeTo({ ...camera, duration: 300 });
  };

  readonly zoomBy = (levels: number): void => {
    this.map.zoomTo(this.map.getZoom() + levels, { duration: isStill() ? 0 : 150 });
  };

  readonly showWhole = (): void => {
    const [west, south, east, north] = this.wanted.district.bounds;
    this.map.fitBounds([west, south, east, north], { padding: 24, duration: 0 });
  };

  readonly close = (): void => this.map.remove();

  /** The picture is moved by arrow keys while it has the focus; what is on it stands in the page's lists. */
  private nameCanvas(): void {
    const canvas = this.map.getCanvas();
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", t("map.canvas"));
  }

  /** Buildings are seen to rise where they do; a person who tilted the map keeps that. */
  private tilt(): void {
    const before = this.map.getPitch();
    const pitch = this.map.getZoom() >= RISEN_FROM ? RISEN_PITCH : 0;
    if (this.wanted.light || pitch === before || (before !== 0 && before !== RISEN_PITCH)) return;
    if (isStill()) this.map.setPitch(pitch);
    else this.map.easeTo({ pitch, duration: 200 });
  }

  private flush(): void {
    this.flushing = false;
    const add = [...this.waiting].flatMap(([key, mark]) => (mark === null ? [] : [featureOf(key, mark)]));
    const remove = [...this.waiting].flatMap(([key, mark]) => (mark === null ? [key] : []));
    this.waiting.clear();
    void this.source("marks")?.updateData({ add, remove });
  }

  private source(name: (typeof LIVE_SOURCES)[number]): GeoJSONSource | undefined {
    return this.map.getSource<GeoJSONSource>(name);
  }

  private addGlyph(id: string): void {
    const image = drawGlyph(id.slice(id.indexOf("|") + 1), this.wanted.colours);
    if (image !== null && !this.map.hasImage(id)) this.map.addImage(id, image, { pixelRatio: SCALE });
  }

  private click({ point, lngLat, originalEvent }: MapMouseEvent): void {
    const mark = originalEvent.altKey ? null : this.markAt(point.x, point.y);
    if (mark !== null) this.heard.onMark(mark);
    const [building] = this.wanted.light ? [] : this.map.queryRenderedFeatures(point, { layers: ["building-ground"] });
    const id: unknown = building?.properties.building;
    const place = { lon: lngLat.lng, lat: lngLat.lat, building: typeof id === "string" ? id : null };
    if (mark === null) this.heard.onPlace(place);
  }

  /** The mark nearest to a point of the screen: what stands in front wins. */
  private markAt(x: number, y: number): Selected | null {
    const box: [[number, number], [number, number]] = [
      [x - NEAR_PX, y - NEAR_PX],
      [x + NEAR_PX, y + NEAR_PX],
    ];
    const found = this.map.queryRenderedFeatures(box, { layers: [...MARK_LAYERS] });
    const [first] = found.sort((one, other) => Number(other.properties.rank) - Number(one.properties.rank));
    return first === undefined ? null : ({ kind: first.properties.kind, id: first.properties.id } as Selected);
  }
}

function isStill(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function featureOf(key: string, { kind, id, lon, lat, icon, label, offset, rank }: Mark): Feature {
  const [right, down] = offset;
  const beside = [right / LABEL_PX, down / LABEL_PX + LABEL_BELOW_EM];
  return {
    type: "Feature",
    properties: { key, kind, id, icon, label, rank, offset, beside },
    geometry: { type: "Point", coordinates: [lon, lat] },
  };
}
