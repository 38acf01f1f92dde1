/** Nearer, further, all of it, and back: for those who have no wheel, and for the keyboard. */

import { LocateFixed, Maximize, Minus, Plus } from "lucide";
import { t } from "../language/language";
import { Icon } from "../parts/Icon";
import type { Camera } from "./camera";

export function MapButtons({ camera }: { readonly camera: Camera }) {
  const buttons = [
    { key: "map.zoom_in", icon: Plus, press: () => camera.zoomBy(1) },
    { key: "map.zoom_out", icon: Minus, press: () => camera.zoomBy(-1) },
    { key: "map.whole", icon: Maximize, press: () => camera.showWhole() },
  ] as const;
  return (
    <div class="map-buttons">
      {buttons.map(({ key, icon, press }) => (
        <button key={key} type="button" aria-label={t(key)} title={t(key)} onClick={press}>
          <Icon of={icon} />
        </button>
      ))}
      {camera.strayed.value && (
        <button type="button" class="map-back" onClick={camera.back}>
          <Icon of={LocateFixed} />
          {t("map.back")}
        </button>
      )}
    </div>
  );
}
