/** Nearer, further, all of it: for those who have no wheel, and for the keyboard. */

import type { ReadonlySignal } from "@preact/signals";
import { Maximize, Minus, Plus } from "lucide";
import { t } from "../language/language";
import { Icon } from "../parts/Icon";
import type { Ground } from "./ground";

export function MapButtons({ ground }: { readonly ground: ReadonlySignal<Ground | null> }) {
  const buttons = [
    { key: "map.zoom_in", icon: Plus, press: () => ground.value?.zoomBy(1) },
    { key: "map.zoom_out", icon: Minus, press: () => ground.value?.zoomBy(-1) },
    { key: "map.whole", icon: Maximize, press: () => ground.value?.showWhole() },
  ] as const;
  return (
    <div class="map-buttons">
      {buttons.map(({ key, icon, press }) => (
        <button key={key} type="button" aria-label={t(key)} title={t(key)} onClick={press}>
          <Icon of={icon} />
        </button>
      ))}
    </div>
  );
}
