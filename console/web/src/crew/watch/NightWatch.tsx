/**
 * A dim clock for the night: the screen stays on, nothing glares, and an alert takes its place by itself. What glares is
 * that it would not ring: somebody sleeps because of this screen.
 */

import { useEffect, useRef } from "preact/hooks";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import type { Crew } from "../crew";

export function NightWatch({ crew, leave }: { readonly crew: Crew; readonly leave: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const mute = crew.mute.value;
  return (
    <button ref={button} type="button" class="night" data-mute={mute ?? "no"} onClick={leave}>
      <span class="hour digits">{clock(crew.clock.shown()).slice(0, 5)}</span>
      {mute === null ? (
        <span>● {t("crew.on_watch")}</span>
      ) : (
        <strong class="mute" role="alert">
          ■ {t(`crew.mute.${mute}`)}
        </strong>
      )}
      {mute === null && crew.condition.screenKept.value === false && <span class="dark">▲ {t("crew.screen_bad")}</span>}
      <small>{t("crew.night_leave")}</small>
    </button>
  );
}
