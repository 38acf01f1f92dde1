/**
 * The map of a page: what a record shows, drawn on the district's own roads.
 *
 * Data comes in as the record and signals; what a person does goes out through callbacks. Everything that the map shows
 * stands in lists too, so to a screen reader it is one region with buttons.
 */

import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { Feature } from "geojson";
import { useEffect, useRef } from "preact/hooks";
import { language, t } from "../language/language";
import { look } from "../look/look";
import type { Record as EventRecord } from "../record/record";
import { fetchPart } from "../renewal/renewal";
import { readColours } from "./colours";
import { followClosures, followMarks, followRoutes, followShade } from "./follow";
import type { Focus, Ground, Opened, Pointed, Selected } from "./ground";
import { type DistrictMap, MapHub, type Shade } from "./hub";
import "./map.css";
import { MapButtons } from "./MapButtons";
import type { Wanted } from "./style";

export interface MapProps {
  readonly token: string;
  readonly record: Pick<EventRecord, "state" | "clock">;
  readonly selected: ReadonlySignal<Selected | null>;
  readonly onSelect: (selected: Selected) => void;
  /** A click where no mark is. */
  readonly onPlace?: (place: Pointed) => void;
  /** The orders whose crews' ways are drawn; of a live record only. */
  readonly routes?: ReadonlySignal<readonly string[]>;
  readonly shade?: ReadonlySignal<Shade | null>;
  /** Set a new object to look there. */
  readonly focus?: ReadonlySignal<Focus | null>;
  /** Where crews were planned to be; of a replay. */
  readonly ghosts?: ReadonlySignal<readonly Feature[]>;
  /** What is being drawn on the map; see `ClosingTool`. */
  readonly drawing?: ReadonlySignal<readonly Feature[]>;
  /** For a cheap phone: no buildings, fewer names. */
  readonly light?: boolean;
}

/** Preact knows these; MapLibre is fetched when the first map is shown. */
type Condition = "loading" | "ready" | "plain" | "failed";

export function MapView(props: MapProps) {
  const place = useRef<HTMLDivElement>(null);
  const ground = useSignal<Ground | null>(null);
  const condition = useSignal<Condition>("loading");
  const why = useSignal("");
  const attempt = useSignal(0);
  const district = useSignal<DistrictMap | null>(null);
  const heard = useRef(props);
  heard.current = props;

  useEffect(() => {
    let left = false;
    const opening = open(props, place.current as HTMLDivElement, heard, district);
    opening
      .then(async (opened) => {
        if (left) opened.ground.close();
        else ground.value = opened.ground;
        await opened.drawn;
        condition.value = opened.plain ? "plain" : "ready";
      })
      .catch((error: unknown) => {
        why.value = error instanceof Error ? error.message : String(error);
        condition.value = "failed";
      });
    return () => {
      left = true;
      ground.peek()?.close();
      ground.value = null;
    };
  }, [attempt.value]);

  useSignalEffect(() => {
    const drawn = ground.value;
    return drawn === null ? undefined : follow(props, drawn, new MapHub(props.token));
  });
  useSignalEffect(() => ground.value?.select(props.selected.value));
  useSignalEffect(() => ground.value?.putShapes("ghosts", props.ghosts?.value ?? []));
  useSignalEffect(() => ground.value?.putShapes("drawing", props.drawing?.value ?? []));
  useSignalEffect(() => {
    const focus = props.focus?.value ?? null;
    if (focus !== null) ground.value?.goTo(focus);
  });
  const dress = useComputed(() => `${look.value}/${language.value}`);
  const worn = useRef("");
  useSignalEffect(() => {
    const drawn = ground.value;
    const before = worn.current;
    worn.current = dress.value;
    if (drawn !== null && district.value !== null && before !== dress.value) {
      drawn.redress(wantedOf(district.value, props.light ?? false));
    }
  });

  return (
    <section class="map" aria-label={t("map.region")} data-map={condition.value}>
      <div class="map-place" ref={place} />
      <MapButtons ground={ground} />
      <output class="map-word">
        {condition.value === "loading" && t("map.loading")}
        {condition.value === "plain" && t("map.plain")}
        {condition.value === "plain" && district.value?.roads === "tiles" && ` ${t("map.roads_missing")}`}
        {condition.value === "failed" && t("map.failed", { why: why.value })}
      </output>
      {condition.value === "failed" && (
        <button
          type="button"
          class="map-again"
          onClick={() => {
            condition.value = "loading";
            attempt.value += 1;
          }}
        >
          {t("map.again")}
        </button>
      )}
      <small class="map-source">{district.value?.attribution}</small>
    </section>
  );
}

async function open(
  { token, light = false }: MapProps,
  place: HTMLDivElement,
  heard: { readonly current: MapProps },
  district: { value: DistrictMap | null },
): Promise<Opened> {
  const hub = new MapHub(token);
  const found = district.value ?? (await hub.district());
  district.value = found;
  const wanted = wantedOf(found, light);
  const callbacks = {
    onMark: (mark: Selected) => heard.current.onSelect(mark),
    onPlace: (pointed: Pointed) => heard.current.onPlace?.(pointed),
  };
  const gl = canDrawGl() ? await fetchPart(() => import("./gl")).catch(() => null) : null;
  if (gl !== null) return gl.openGl(place, wanted, token, callbacks);
  // Without WebGL, or where its library cannot be fetched, a plain map is better than none.
  const { openPlain } = await fetchPart(() => import("./plain"));
  return openPlain(place, wanted, hub, callbacks);
}

function wantedOf(district: DistrictMap, light: boolean): Wanted {
  return { district, colours: readColours(), look: look.peek(), language: language.peek(), light };
}

function canDrawGl(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

function follow(props: MapProps, ground: Ground, hub: MapHub): () => void {
  const stops = [followMarks(props.record, ground), followClosures(props.record, ground, hub)];
  if (props.routes !== undefined) stops.push(followRoutes(props.record, props.routes, ground, hub));
  if (props.shade !== undefined) stops.push(followShade(props.shade, props.record, ground, hub));
  return () => {
    for (const stop of stops) stop();
  };
}
