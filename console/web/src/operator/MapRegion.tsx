/** The map of the desk: it follows the selection, shows the ways of those who are coming, and takes places and lanes. */

import { useComputed } from "@preact/signals";
import { ordersOf } from "../derived/targets";
import { t } from "../language/language";
import type { Pointed, Selected } from "../map/ground";
import { MapView } from "../map/MapView";
import { useDesk } from "./desk/desk";

export function MapRegion() {
  const desk = useDesk();
  const { record, session } = desk;
  const selected = useComputed<Selected | null>(() =>
    desk.selected.value === null ? null : { kind: "incident", id: desk.selected.value },
  );
  const routes = useComputed(() => {
    const incident = desk.incident.value;
    if (incident === null) return [];
    const coming = ordersOf(record.state.value, incident).filter((each) => !each.ending && !each.on_scene_at);
    return coming.map((each) => each.id);
  });
  const drawing = useComputed(() => (desk.pane.value === "lane" ? desk.closing.features.value : []));
  const point = (place: Pointed) => {
    if (desk.pane.peek() === "lane") void desk.closing.point(place);
    else if (desk.pane.peek() === "call" || desk.pane.peek() === "update") desk.call.point(place, t("call.point"));
  };
  return (
    <MapView
      token={session.token}
      record={record}
      selected={selected}
      onSelect={(mark) => mark.kind === "incident" && desk.select(mark.id)}
      onPlace={point}
      routes={routes}
      focus={desk.focus}
      drawing={drawing}
    />
  );
}
