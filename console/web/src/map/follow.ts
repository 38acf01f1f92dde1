/** Keeps a map in step with a record: marks, closures, routes, shading. Everything it needs comes in; it keeps no state. */

import { effect, type ReadonlySignal } from "@preact/signals";
import type { Feature } from "geojson";
import type { State } from "../fold/state";
import { language, t } from "../language/language";
import type { Record as EventRecord } from "../record/record";
import type { Closure } from "../wire/generated";
import { ageOf } from "./age";
import { closedOf, middleOf, shapeOf } from "./area";
import { type Ground, keyOf } from "./ground";
import { type MapHub, type Shade, throwUnlessUnanswered, type Way } from "./hub";
import { conditionMaker } from "./marks/conditions";
import { incidentMaker } from "./marks/incidents";
import { ALWAYS, type Mark } from "./marks/mark";
import { Marks } from "./marks/marks";
import { entranceMaker, hydrantMaker } from "./marks/sites";
import { stationMaker } from "./marks/stations";
import { unitMaker } from "./marks/units";

type Shown = Pick<EventRecord, "state" | "clock">;
type Stop = () => void;

/** Draw the marks of a record, and go on; return how to stop. */
export function followMarks(record: Shown, ground: Ground, light: boolean): Stop {
  const kinds = [
    ...(light ? [] : [{ kind: "hydrant", marks: new Marks(hydrantMaker) } as const]),
    { kind: "entrance", marks: new Marks(entranceMaker) },
    ...(light ? [] : [{ kind: "condition", marks: new Marks(conditionMaker) } as const]),
    { kind: "station", marks: new Marks(stationMaker) },
    { kind: "unit", marks: new Marks(unitMaker()) },
    { kind: "incident", marks: new Marks(incidentMaker) },
  ] as const;
  let spoken = language.peek();
  let latest = 0;
  return effect(() => {
    const state = record.state.value;
    const now = timeOf(record);
    const all = language.value !== spoken || now < latest;
    spoken = language.peek();
    latest = now;
    for (const { kind, marks } of kinds) {
      for (const { put, gone } of [marks.update(state, now), ...(all ? [marks.refresh(now)] : [])]) {
        ground.putMarks({ put, gone: gone.map((id) => keyOf({ kind, id })) });
      }
    }
  });
}

/** Draw the closures; the lines of a way are asked for once. */
export function followClosures(record: Shown, ground: Ground, hub: MapHub): Stop {
  const ways = new Map<string, Way | null>();
  let shown: State["closures"] | null = null;
  let minute = -1;
  let spoken = language.peek();
  let signs: readonly string[] = [];
  const draw = (): void => {
    const now = timeOf(record);
    const closures = [...record.state.peek().closures.values()];
    const drawn = closures.flatMap((closure) => drawnClosure(closure, ways, now) ?? []);
    ground.putShapes(
      "closures",
      drawn.map(({ feature }) => feature),
    );
    const put = drawn.map(({ sign }) => sign);
    const keys = put.map(keyOf);
    ground.putMarks({ put, gone: signs.filter((key) => !keys.includes(key)) });
    signs = keys;
    for (const { area } of closures) {
      if (area.way === null || ways.has(area.way)) continue;
      ways.set(area.way, null);
      const { way } = area;
      // A dead line only leaves the way undrawn: the next look asks again.
      hub.way(way).then(
        (found) => {
          ways.set(way, found);
          draw();
        },
        (error: unknown) => {
          ways.delete(way);
          throwUnlessUnanswered(error);
        },
      );
    }
  };
  return effect(() => {
    const { closures } = record.state.value;
    const now = Math.floor(timeOf(record) / 60_000);
    if (closures === shown && now === minute && language.value === spoken) return;
    [shown, minute, spoken] = [closures, now, language.peek()];
    draw();
  });
}

interface DrawnClosure {
  readonly feature: Feature;
  readonly sign: Mark;
}

/** A closure's shape, and the sign in the middle of it; null while nobody knows where it is. */
function drawnClosure(closure: Closure, ways: ReadonlyMap<string, Way | null>, now: number): DrawnClosure | null {
  const { area, id } = closure;
  const way = area.way === null ? null : (ways.get(area.way) ?? null);
  const shape = shapeOf(area) ?? (way === null ? null : closedOf(area, way.geometry));
  const [lon, lat] = (shape === null ? null : middleOf(shape)) ?? [];
  if (shape === null || lon === undefined || lat === undefined) return null;
  const { shown } = ageOf(Date.parse(closure.at), now);
  const age = shown === null ? "" : t(shown.unit === "s" ? "map.age_s" : "map.age_min", { count: shown.count });
  const label = shown?.unit === "min" ? t("map.closed_for", { age }) : t("map.just_closed");
  return {
    feature: { type: "Feature", properties: { key: id }, geometry: shape },
    sign: { kind: "closure", id, lon, lat, icon: "closed", label, ...ALWAYS, rank: 20 },
  };
}

/** Draw the ways of these orders' crews as the hub finds them now: again when a crew moved or a road closed. */
export function followRoutes(
  record: Shown,
  orders: ReadonlySignal<readonly string[]>,
  ground: Ground,
  hub: MapHub,
  onDrawn: (ways: readonly Feature[]) => void,
): Stop {
  const routes = new Map<string, { readonly restsOn: readonly unknown[]; feature: Feature | null }>();
  const draw = (): void => {
    const ways = [...routes.values()].flatMap(({ feature }) => (feature === null ? [] : [feature]));
    ground.putShapes("routes", ways);
    onDrawn(ways);
  };
  return effect(() => {
    const state = record.state.value;
    const wanted = new Set(orders.value);
    const gone = [...routes.keys()].filter((id) => !wanted.has(id));
    for (const id of gone) routes.delete(id);
    if (gone.length > 0) draw();
    for (const id of wanted) {
      const order = state.assignments.get(id);
      if (order === undefined) continue;
      const restsOn = [state.positions.get(order.unit), state.closures, state.incidents.get(order.incident)?.place];
      const before = routes.get(id);
      if (before?.restsOn.every((each, index) => each === restsOn[index])) continue;
      const entry = { restsOn, feature: before?.feature ?? null };
      routes.set(id, entry);
      hub.route(id).then(
        ({ geometry }) => {
          if (routes.get(id) !== entry) return;
          const properties = { key: id, exercise: order.exercise };
          entry.feature = geometry === null ? null : { type: "Feature", properties, geometry };
          draw();
        },
        // The way that was known stays; the crew moves on and it is asked again.
        throwUnlessUnanswered,
      );
    }
  });
}

/** Shade what free crews reach; asked again every so often, for crews come and go. */
export function followShade(shade: ReadonlySignal<Shade | null>, record: Shown, ground: Ground, hub: MapHub): Stop {
  let asked = "";
  return effect(() => {
    const wanted = shade.value;
    if (wanted === null) {
      asked = "";
      ground.putShapes("shade", []);
      return;
    }
    const turn = Math.floor((record.clock.second.value ?? 0) / SHADE_EVERY_S);
    const asking = `${wanted.within}/${wanted.mode}/${turn}`;
    if (asking === asked) return;
    asked = asking;
    hub.shading(wanted).then(
      ({ features }) => {
        if (asked === asking) ground.putShapes("shade", features);
      },
      // What is shaded stays until the line is back.
      throwUnlessUnanswered,
    );
  });
}

const SHADE_EVERY_S = 15;

function timeOf(record: Shown): number {
  return (record.clock.second.value ?? 0) * 1000;
}

export interface Pin {
  readonly lon: number;
  readonly lat: number;
  /** What stands there, and the street; lines below each other. */
  readonly label: string;
}

/** Draw the place that somebody is typing or pointing at. */
export function followPin(pin: ReadonlySignal<Pin | null>, ground: Ground): Stop {
  return effect(() => {
    const at = pin.value;
    const put: Mark[] = at === null ? [] : [{ kind: "pin", id: "pin", icon: "pin", ...ALWAYS, ...at, rank: 90 }];
    ground.putMarks({ put, gone: at === null ? ["pin/pin"] : [] });
  });
}
