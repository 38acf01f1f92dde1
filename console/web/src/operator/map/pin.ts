/** The place of a call that is being written down, with the street that it lies on. */

import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { t } from "../../language/language";
import type { Pin } from "../../map/follow";
import { MapHub, throwUnlessUnanswered } from "../../map/hub";
import type { Desk } from "../desk/desk";

interface Street {
  readonly lon: number;
  readonly lat: number;
  readonly name: string;
}

export function usePin({ pane, call, session }: Desk): ReadonlySignal<Pin | null> {
  const place = useComputed(() => {
    const writes = pane.value === "call" || pane.value === "update";
    return writes ? call.picked.value : null;
  });
  const street = useSignal<Street | null>(null);
  useSignalEffect(() => {
    const at = place.value;
    if (at === null || (street.peek()?.lon === at.lon && street.peek()?.lat === at.lat)) return;
    new MapHub(session.token).wayAt(at.lon, at.lat).then(
      (way) => {
        if (place.peek() === at) street.value = { lon: at.lon, lat: at.lat, name: way?.name ?? "" };
      },
      // Without the street the place alone is shown.
      throwUnlessUnanswered,
    );
  });
  return useComputed(() => {
    const at = place.value;
    if (at === null) return null;
    const { lon, lat, name } = at;
    const near = street.value;
    const known = near !== null && near.lon === lon && near.lat === lat && near.name !== "" && near.name !== name;
    return { lon, lat, label: known ? `${name}\n${t("map.pin.near", { street: near.name })}` : name };
  });
}
