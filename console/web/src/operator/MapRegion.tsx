/** The map of the desk: it follows the selection, shows the ways of those who are coming, and takes places and lanes. */

import { useComputed, useSignal } from "@preact/signals";
import { t } from "../language/language";
import type { Pointed, Selected } from "../map/ground";
import type { Shade } from "../map/hub";
import { MapView } from "../map/MapView";
import { useDesk } from "./desk/desk";
import { cardActs } from "./map/card_acts";
import { comingTo, pinOf, viewOf } from "./map/view";

export function MapRegion() {
  const desk = useDesk();
  const { record, session } = desk;
  const selected = useComputed<Selected | null>(() =>
    desk.selected.value === null ? null : { kind: "incident", id: desk.selected.value },
  );
  const shade = useSignal<Shade | null>(null);
  const pin = useComputed(() => pinOf(desk.call.pin.value));
  const routes = useComputed(() => comingTo(record.state.value, desk.incident.value).map((each) => each.id));
  const orders = useComputed(() => routes.value.join(" "));
  const focus = useComputed(() => {
    orders.value; // looked at anew when somebody else comes, not whenever somebody moves
    const asked = desk.focus.value;
    if (desk.pane.value === "lane" && desk.closure.value !== null) return asked;
    return viewOf(record.state.peek(), asked, desk.incident.peek(), pin.value);
  });
  const drawing = useComputed(() => (desk.pane.value === "lane" ? desk.closing.features.value : []));
  const writes = () => ["call", "update"].includes(desk.pane.peek());
  const point = (place: Pointed) => {
    if (desk.pane.peek() === "lane") void desk.closing.point(place);
    else if (writes()) desk.call.point(place, t("call.point"));
  };
  const callFrom = (place: Pointed) => {
    if (!desk.mayAct) return;
    desk.call.resume();
    // A call that has its place already is another one.
    if (desk.call.picked.peek() !== null) desk.call.another();
    desk.step.value = null;
    desk.pane.value = "call";
    desk.call.point(place, t("call.point"));
  };
  return (
    <MapView
      token={session.token}
      record={record}
      selected={selected}
      onSelect={({ kind, id }) => {
        if (kind === "incident") desk.select(id);
        if (kind === "closure") desk.showClosure(id);
        const station = record.state.peek().stations.get(id);
        if (kind === "station" && station !== undefined && writes()) desk.call.pick({ ...station, kind });
        const picks = desk.step.peek()?.kind;
        if (kind === "unit" && (picks === "unit" || picks === "recall")) desk.pickUnit(id);
      }}
      onPlace={point}
      onCall={callFrom}
      routes={routes}
      shade={shade}
      pin={pin}
      focus={focus}
      drawing={drawing}
      actsOf={(mark) => cardActs(desk, mark)}
    />
  );
}
