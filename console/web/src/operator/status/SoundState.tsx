/** Whether this window rings, and what rings now. */

import { t } from "../../language/language";
import { VOLUME_FLOOR } from "../../sound/bell";
import type { Desk } from "../desk/desk";

export function SoundState({ desk }: { readonly desk: Desk }) {
  const { bell } = desk;
  const armed = bell.armed.value;
  const { sound, count, grouped } = bell.ring.value;
  const silent = bell.silentS.value;
  const rings = sound === "fresh" && grouped ? "grouped" : sound;
  return (
    <span class="sound" data-armed={armed} data-ring={rings ?? "none"}>
      {armed === "on" ? (
        <label>
          <span class="unseen">{t("sound.volume")}</span>
          <input
            type="range"
            min={VOLUME_FLOOR}
            max={1}
            step={0.1}
            value={bell.volume.value}
            title={t("sound.volume")}
            onInput={(event) => bell.setVolume(Number(event.currentTarget.value))}
          />
        </label>
      ) : (
        armed === "elsewhere" && <span class="second">{t("sound.elsewhere")}</span>
      )}
      {silent > 0 && <b class="amber digits">{t("sound.silenced", { seconds: silent })}</b>}
      {silent === 0 && rings === null && armed === "on" && <span class="second">{t("sound.on")}</span>}
      {silent === 0 && rings !== null && armed === "on" && (
        <b class={rings === "urgent" ? "red" : rings === "drill" ? "violet" : "amber"}>
          ♪ {rings === "grouped" ? t("sound.playing.grouped", { count }) : t(`sound.playing.${rings}`)}
        </b>
      )}
    </span>
  );
}
