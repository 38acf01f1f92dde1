/** How far and by which way: in words at once, as a map on a wide screen or when somebody asks for it. */

import { useComputed, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { clockText } from "../../derived/targets";
import { distance } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { Focus, Selected } from "../../map/ground";
import { MapHub } from "../../map/hub";
import type { MapProps } from "../../map/MapView";
import { Button } from "../../parts/Button";
import { fetchPart } from "../../renewal/renewal";
import type { Crew } from "../crew";
import type { Alert } from "../orders";

interface Props {
  readonly crew: Crew;
  readonly alert: Alert;
}

/** Below that the way is the stairs, and its length means nothing. */
const NEXT_DOOR_M = 10;
const WIDE = "(min-width: 900px)";

export function Way({ crew, alert }: Props) {
  const [order] = alert.orders;
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
  if (order === undefined) return null;
  const building = crew.state.value.buildings.get(alert.incident.place.building ?? "");
  const mode = wireWord("mode", order.mode);
  const time = order.eta_s === null ? null : clockText(order.eta_s * 1000);
  return (
    <p class="way digits">
      {time === null
        ? t("crew.eta_unknown", { mode })
        : metres === null || metres < NEXT_DOOR_M
          ? t("crew.way_unknown", { mode, time })
          : t("crew.way", { distance: distance(metres), mode, time })}
      {building?.fire_lift !== undefined && building.fire_lift !== null && (
        <> · {t(building.fire_lift ? "crew.lift" : "crew.no_lift")}</>
      )}
      {building?.storeys !== undefined && building.storeys !== null && (
        <> · {t("crew.storeys", { count: building.storeys })}</>
      )}
    </p>
  );
}

/** The map is a megabyte: fetched when it is asked for, and by itself only where there is room for it. */
export function WayMap({ crew, alert }: Props) {
  const [shown, show] = useState(() => matchMedia(WIDE).matches);
  const [View, setView] = useState<ComponentType<MapProps> | null>(null);
  const selected = useSignal<Selected | null>({ kind: "incident", id: alert.incident.id });
  const ids = alert.orders.map((order) => order.id).join(" ");
  const routes = useComputed(() => (ids === "" ? [] : ids.split(" ")));
  const { lon, lat } = alert.incident.place;
  const focus = useComputed<Focus | null>(() => (lon === null || lat === null ? null : { lon, lat, zoom: 15 }));
  useEffect(() => {
    if (shown && View === null) {
      // Where it cannot be fetched the words above still say the way; showing it again tries again.
      fetchPart(() => import("../../map/MapView")).then(
        ({ MapView }) => setView(() => MapView),
        () => show(false),
      );
    }
  }, [shown]);
  const record = { state: crew.state, clock: crew.clock };
  return (
    <section class="way-map" aria-label={t("crew.route")}>
      <Button aria-expanded={shown} onClick={() => show(!shown)}>
        {t(shown ? "crew.route_hide" : "crew.route_show")}
      </Button>
      {shown && View !== null && (
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
      )}
    </section>
  );
}
