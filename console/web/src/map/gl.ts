/** MapLibre as a `Ground`: loaded when a map is first shown, its worker from our own origin. */

import type { Feature } from "geojson";
import {
  type GeoJSONSource,
  Map as GlMap,
  LngLatBounds,
  type MapMouseEvent,
  type MapOptions,
  setWorkerUrl,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerAddress from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { t } from "../language/language";
import { drawGlyph, SCALE } from "./glyphs";
import type { Focus, Ground, Heard, Moved, Opened, Pointed, Selected, Shapes, Standing } from "./ground";
import { onLongPress } from "./long_press";
import type { Difference } from "./marks/marks";
import { Overlay } from "./overlay/overlay";
import { mapStyle, type Wanted } from "./style";
import type { LIVE_SOURCES } from "./style_live";

const CLOSE_UP = 16.5;
/** Room for names, buttons and the legend beside what is to be seen. */
const PADDING = { top: 56, right: 72, bottom: 56, left: 64 };
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
  private readonly overlay: Overlay;

  constructor(
    private readonly map: GlMap,
    private wanted: Wanted,
    private readonly heard: Heard,
  ) {
    const eye = { room: () => this.room(), zoom: () => map.getZoom(), projection: () => this.projection() };
    this.overlay = new Overlay(map.getContainer(), eye, wanted.colours);
    map.setMissingStyleImageResolver((id) => this.addGlyph(id));
    map.on("click", (event) => this.click(event));
    map.on("contextmenu", ({ point }) => heard.onCall(this.pointed(point.x, point.y)));
    onLongPress(map.getCanvasContainer(), (x, y) => heard.onCall(this.pointed(x, y)));
    map.on("zoomend", ({ originalEvent }) => originalEvent !== undefined && this.tilt());
    map.on("move", ({ originalEvent }) => this.moved(originalEvent === undefined ? "by itself" : "by hand"));
    map.on("resize", () => this.moved("resized"));
    map.on("mousemove", ({ point }) => this.point(point.x, point.y));
    map.on("mouseout", () => heard.onHover(null));
    this.nameCanvas();
  }

  readonly putMarks = (difference: Difference): void => this.overlay.put(difference);

  readonly putShapes = (name: Shapes, features: readonly Feature[]): void => {
    void this.source(name)?.setData({ type: "FeatureCollection", features: [...features] });
  };

  readonly select = (selected: Selected | null, related: readonly Selected[]): void =>
    this.overlay.select(selected, related);

  readonly redress = (wanted: Wanted): void => {
    this.wanted = wanted;
    this.overlay.redress(wanted.colours);
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

  readonly goTo = ({ lon, lat, zoom, also = [] }: Focus): void => {
    const duration = isStill() ? 0 : 300;
    if (also.length === 0) {
      const near = zoom ?? Math.max(this.map.getZoom(), CLOSE_UP);
      this.map.easeTo({ center: [lon, lat], zoom: near, pitch: 0, duration });
      return;
    }
    const bounds = new LngLatBounds([lon, lat], [lon, lat]);
    for (const [east = lon, north = lat] of also) bounds.extend([east, north]);
    this.map.fitBounds(bounds, { padding: this.padding(), maxZoom: zoom ?? CLOSE_UP, pitch: 0, duration });
  };

  readonly zoomBy = (levels: number): void => {
    this.map.zoomTo(this.map.getZoom() + levels, { duration: isStill() ? 0 : 150 });
    this.map.once("moveend", () => this.tilt());
  };

  readonly showWhole = (): void => {
    const [west, south, east, north] = this.wanted.district.bounds;
    this.map.fitBounds([west, south, east, north], { padding: 24, duration: 0, pitch: 0 });
  };

  readonly whereIs = (mark: Selected): Standing | null => this.overlay.whereIs(mark);

  readonly close = (): void => {
    this.overlay.close();
    this.map.remove();
  };

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

  private room(): { width: number; height: number } {
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    return { width, height };
  }

  /** Seen from straight above, thousands of places are a sum each; tilted they are not, but then few are near. */
  private projection(): (lon: number, lat: number) => readonly [number, number] {
    if (this.map.getPitch() !== 0 || this.map.getBearing() !== 0) {
      return (lon, north) => {
        const { x, y } = this.map.project([lon, north]);
        return [x, y];
      };
    }
    const { lng, lat } = this.map.getCenter();
    const { x, y } = this.map.project([lng, lat]);
    const size = WORLD_PX * 2 ** this.map.getZoom();
    const [left, top] = [x - eastOf(lng) * size, y - southOf(lat) * size];
    return (lon, north) => [left + eastOf(lon) * size, top + southOf(north) * size];
  }

  /** Half of a small picture at most is left free. */
  private padding(): { top: number; right: number; bottom: number; left: number } {
    const { width, height } = this.room();
    const share = Math.min(1, width / 2 / (PADDING.left + PADDING.right), height / 2 / (PADDING.top + PADDING.bottom));
    return {
      top: PADDING.top * share,
      right: PADDING.right * share,
      bottom: PADDING.bottom * share,
      left: PADDING.left * share,
    };
  }

  private moved(how: Moved): void {
    this.overlay.draw();
    this.heard.onMoved(how);
  }

  private point(x: number, y: number): void {
    const seen = this.overlay.at(x, y);
    this.map.getCanvas().classList.toggle("over-mark", seen !== null);
    this.heard.onHover(seen === null ? null : seen.spot.mark);
  }

  private source(name: (typeof LIVE_SOURCES)[number]): GeoJSONSource | undefined {
    return this.map.getSource<GeoJSONSource>(name);
  }

  private addGlyph(id: string): void {
    const image = drawGlyph(id.slice(id.indexOf("|") + 1), this.wanted.colours);
    if (image !== null && !this.map.hasImage(id)) this.map.addImage(id, image, { pixelRatio: SCALE });
  }

  private click({ point, originalEvent }: MapMouseEvent): void {
    const mark = originalEvent.altKey ? null : (this.overlay.at(point.x, point.y)?.spot.mark ?? null);
    if (mark !== null) this.heard.onMark({ kind: mark.kind, id: mark.id });
    if (mark === null) this.heard.onPlace(this.pointed(point.x, point.y));
  }

  /** The place at a point of the picture, with the building that is drawn there. */
  private pointed(x: number, y: number): Pointed {
    const { lng, lat } = this.map.unproject([x, y]);
    const layers = ["building-ground"];
    const [building] = this.wanted.light ? [] : this.map.queryRenderedFeatures([x, y], { layers });
    const id: unknown = building?.properties.building;
    return { lon: lng, lat, building: typeof id === "string" ? id : null };
  }
}

function isStill(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** A tile of the whole world is so wide at zoom 0. */
const WORLD_PX = 512;

/** Web Mercator, as shares of the world from its upper left corner. */
const eastOf = (lon: number): number => (lon + 180) / 360;

function southOf(lat: number): number {
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
}
