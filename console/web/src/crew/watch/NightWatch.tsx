/** A dim clock for the night: the screen stays on, nothing glares, and an alert takes its place by itself. */

import { useEffect, useRef } from "preact/hooks";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import type { Crew } from "../crew";

export function NightWatch({ crew, leave }: { readonly crew: Crew; readonly leave: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const { state } = crew.line.value;
  return (
    <button ref={button} type="button" class="night" onClick={leave}>
      <span class="hour digits">{clock(crew.clock.shown()).slice(0, 5)}</span>
      <span>
        {state === "ok" ? "●" : "■"} {t(state === "ok" ? "crew.on_watch" : "crew.line_bad")}
      </span>
      <small>{t("crew.night_leave")}</small>
    </button>
  );
}
