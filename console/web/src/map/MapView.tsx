/**
 * The map of a page: what a record shows, drawn on the district's own roads.
 *
 * Data comes in as the record and signals; what a person does goes out through callbacks. Everything that the map shows
 * stands in lists too, so to a screen reader it is one region with buttons.
 */

import { type ReadonlySignal, type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { Feature } from "geojson";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { State } from "../fold/state";
import { language, t } from "../language/language";
import { look } from "../look/look";
import type { Record as EventRecord } from "../record/record";
import { fetchPart } from "../renewal/renewal";
import { Coverage } from "./Coverage";
import { Camera } from "./camera";
import { type CardAct, MapCard } from "./cards/MapCard";
import { readColours } from "./colours";
import { followClosures, followMarks, followPin, followRoutes, followShade, type Pin } from "./follow";
import { type Focus, type Ground, type Heard, keyOf, type Opened, type Pointed, type Selected } from "./ground";
import { type DistrictMap, MapHub, type Shade } from "./hub";
import { Legend } from "./Legend";
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
  /** The right button, or a finger that rests: a call from there. */
  readonly onCall?: (place: Pointed) => void;
  /** The orders whose crews' ways are drawn; of a live record only. */
  readonly routes?: ReadonlySignal<readonly string[]>;
  /** Where it is given people can have shaded what free crews reach. */
  readonly shade?: Signal<Shade | null>;
  /** The place that somebody types or points at. */
  readonly pin?: ReadonlySignal<Pin | null>;
  /** What can be done with what a card is about; without it there are no cards. */
  readonly actsOf?: (mark: Selected) => readonly CardAct[];
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
  const hovered = useSignal<Selected | null>(null);
  const opened = useSignal<Selected | null>(null);
  const moved = useSignal(0);
  const camera = useMemo(() => new Camera(), []);
  const heard = useRef<Heard | null>(null);
  heard.current = {
    onMark: (mark) => {
      const listed = mark.kind === "incident" || mark.kind === "closure";
      opened.value = props.actsOf === undefined || (listed && !isTouched()) ? null : mark;
      props.onSelect(mark);
    },
    onPlace: (at) => {
      opened.value = null;
      props.onPlace?.(at);
    },
    onCall: (at) => {
      opened.value = null;
      props.onCall?.(at);
    },
    onHover: (mark) => {
      if (props.actsOf !== undefined && !sameMarks(hovered.peek(), mark)) hovered.value = mark;
    },
    onMoved: (how) => {
      moved.value += 1;
      camera.moved(how);
    },
  };

  useEffect(() => {
    let left = false;
    const told: Heard = {
      onMark: (mark) => heard.current?.onMark(mark),
      onPlace: (at) => heard.current?.onPlace(at),
      onCall: (at) => heard.current?.onCall(at),
      onHover: (mark) => heard.current?.onHover(mark),
      onMoved: (how) => heard.current?.onMoved(how),
    };
    const opening = open(props, place.current as HTMLDivElement, told, district);
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
    camera.take(drawn);
    return drawn === null ? undefined : follow(props, drawn, new MapHub(props.token), camera);
  });
  const related = useComputed(() => unitsOfOrders(props.record.state.peek(), props.routes?.value ?? []));
  useSignalEffect(() => ground.value?.select(props.selected.value, related.value));
  useSignalEffect(() => ground.value?.putShapes("ghosts", props.ghosts?.value ?? []));
  useSignalEffect(() => ground.value?.putShapes("drawing", props.drawing?.value ?? []));
  useSignalEffect(() => {
    if (props.focus !== undefined) camera.lookAt(props.focus.value);
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
      <MapButtons camera={camera} />
      {props.light !== true && (
        <div class="map-tools">
          {props.shade !== undefined && <Coverage shade={props.shade} />}
          <Legend />
        </div>
      )}
      {props.actsOf !== undefined && (
        <MapCard
          ground={ground}
          record={props.record}
          hovered={hovered}
          opened={opened}
          moved={moved}
          actsOf={props.actsOf}
          close={() => {
            opened.value = null;
          }}
        />
      )}
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
  heard: Heard,
  district: { value: DistrictMap | null },
): Promise<Opened> {
  const hub = new MapHub(token);
  const found = district.value ?? (await hub.district());
  district.value = found;
  const wanted = wantedOf(found, light);
  const gl = canDrawGl() ? await fetchPart(() => import("./gl")).catch(() => null) : null;
  if (gl !== null) return gl.openGl(place, wanted, token, heard);
  // Without WebGL, or where its library cannot be fetched, a plain map is better than none.
  const { openPlain } = await fetchPart(() => import("./plain"));
  return openPlain(place, wanted, hub, heard);
}

function wantedOf(district: DistrictMap, light: boolean): Wanted {
  return { district, colours: readColours(), look: look.peek(), language: language.peek(), light };
}

function canDrawGl(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

function follow(props: MapProps, ground: Ground, hub: MapHub, camera: Camera): () => void {
  const { record, light = false, routes, shade, pin } = props;
  const stops = [followMarks(record, ground, light), followClosures(record, ground, hub)];
  if (routes !== undefined) stops.push(followRoutes(record, routes, ground, hub, (ways) => camera.along(ways)));
  if (shade !== undefined) stops.push(followShade(shade, record, ground, hub));
  if (pin !== undefined) stops.push(followPin(pin, ground));
  return () => {
    for (const stop of stops) stop();
  };
}

function unitsOfOrders({ assignments }: State, orders: readonly string[]): Selected[] {
  return orders.flatMap((id) => {
    const unit = assignments.get(id)?.unit;
    return unit === undefined ? [] : [{ kind: "unit", id: unit }];
  });
}

function sameMarks(one: Selected | null, other: Selected | null): boolean {
  return one === other || (one !== null && other !== null && keyOf(one) === keyOf(other));
}

/** A finger rests on nothing: what it presses has its card. */
function isTouched(): boolean {
  return matchMedia("(hover: none)").matches;
}
