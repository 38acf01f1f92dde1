/** How far and by which way: in words at once, as a map on a wide screen or when somebody asks for it. */

import { useComputed, useSignal } from "@preact/signals";
import { MapPinned } from "lucide";
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { clockText } from "../../derived/targets";
import { distance } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { Focus, Selected } from "../../map/ground";
import { MapHub } from "../../map/hub";
import type { MapProps } from "../../map/MapView";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { fetchPart } from "../../renewal/renewal";
import type { Crew } from "../crew";
import type { Alert } from "../orders";

interface Props {
  readonly crew: Crew;
  readonly alert: Alert;
}

/** Below that the way is the stairs, and its length means nothing. */
const NEXT_DOOR_M = 10;

/** Where there is room for the map it is shown by itself. */
export const WIDE = "(min-width: 900px)";

interface WayProps extends Props {
  readonly map: boolean;
  readonly showMap: (shown: boolean) => void;
}

/** Which door, how far, how long, what lifts there are: two lines, and the map one tap away. */
export function Way({ crew, alert, map, showMap }: WayProps) {
  const metres = useMetres(crew, alert);
  const [order] = alert.orders;
  if (order === undefined) return null;
  const { buildings, sites } = crew.state.value;
  const key = alert.incident.place.building ?? "";
  const building = buildings.get(key);
  const { name = "", id = "" } = order.stand?.entrance ?? {};
  const door = name || id || sites.get(key)?.entrance || "";
  const time = order.eta_s === null ? t("crew.time_unknown") : clockText(order.eta_s * 1000);
  const far = metres === null || metres < NEXT_DOOR_M ? null : distance(metres);
  const lift = building?.fire_lift ?? null;
  const storeys = building?.storeys ?? null;
  const told = [
    ...(door === "" ? [] : [<b key="door">{t("crew.door", { door })}</b>]),
    ...(far === null ? [] : [far]),
    `${wireWord("mode", order.mode)} ${time}`,
    ...(lift === null ? [] : [t(lift ? "crew.lift" : "crew.no_lift")]),
    ...(storeys === null ? [] : [t("crew.storeys", { count: storeys })]),
    alert.incident.number,
  ];
  return (
    <div class="way">
      <p class="digits">
        {told.flatMap((each, place) => (place === 0 ? [each] : [" · ", <span key={place}>{each}</span>]))}
      </p>
      <button
        type="button"
        class="to-map"
        aria-expanded={map}
        aria-label={t(map ? "crew.route_hide" : "crew.route_show")}
        onClick={() => showMap(!map)}
      >
        <Icon of={MapPinned} size={24} />
      </button>
    </div>
  );
}

/** How long the way is; null until the hub has said so. */
function useMetres(crew: Crew, { orders: [order] }: Alert): number | null {
  const [metres, setMetres] = useState<number | null>(null);
  const open = crew.line.value.open;
  useEffect(() => {
    if (order === undefined || !open || metres !== null) return;
    new MapHub(crew.session.token).route(order.id).then(
      ({ properties }) => setMetres(properties.length_m ?? null),
      // Without it the words say the time alone; the next line asks again.
      () => undefined,
    );
  }, [order?.id, open]);
  return metres;
}

interface MapOfWayProps extends Props {
  readonly shown: boolean;
  readonly show: (shown: boolean) => void;
}

/** The map is a megabyte: fetched when it is asked for, and by itself only where there is room for it. */
export function WayMap({ crew, alert, shown, show }: MapOfWayProps) {
  const [View, setView] = useState<ComponentType<MapProps> | null>(null);
  const section = useRef<HTMLElement>(null);
  const selected = useSignal<Selected | null>({ kind: "incident", id: alert.incident.id });
  const ids = alert.orders.map((order) => order.id).join(" ");
  const routes = useComputed(() => (ids === "" ? [] : ids.split(" ")));
  const { lon, lat } = alert.incident.place;
  const focus = useComputed<Focus | null>(() =>
    lon === null || lat === null ? null : { lon, lat, zoom: 15, of: alert.incident.id, also: [] },
  );
  useEffect(() => {
    if (shown && View === null) {
      // Where it cannot be fetched the words above still say the way; showing it again tries again.
      fetchPart(() => import("../../map/MapView")).then(
        ({ MapView }) => setView(() => MapView),
        () => show(false),
      );
    }
  }, [shown]);
  useEffect(() => {
    if (shown && !matchMedia(WIDE).matches) section.current?.scrollIntoView({ block: "start" });
  }, [shown, View]);
  if (!shown || View === null) return null;
  const record = { state: crew.state, clock: crew.clock };
  return (
    <section class="way-map" aria-label={t("crew.route")} ref={section}>
      <View
        token={crew.session.token}
        record={record}
        selected={selected}
        onSelect={(mark) => {
          selected.value = mark;
        }}
        routes={routes}
        focus={focus}
        light
      />
      <Button onClick={() => show(false)}>{t("crew.route_hide")}</Button>
    </section>
  );
}
