/** Which streets and buildings a free crew reaches within some minutes: shaded when somebody asks. */

import type { Signal } from "@preact/signals";
import { t } from "../language/language";
import { wireWord } from "../language/wire_words";
import type { Shade } from "./hub";

const MINUTES = [1, 3, 5, 10];
const MODES = ["any", "foot", "motorcycle", "engine", "aerial"] as const;

export function Coverage({ shade }: { readonly shade: Signal<Shade | null> }) {
  const { value } = shade;
  const change = (part: Partial<Shade>): void => {
    shade.value = { within: 180, mode: "any", ...value, ...part };
  };
  return (
    <fieldset class="map-coverage" aria-label={t("map.coverage")}>
      <button
        type="button"
        aria-pressed={value !== null}
        onClick={() => {
          shade.value = value === null ? { within: 180, mode: "any" } : null;
        }}
      >
        {t("map.coverage")}
      </button>
      {value !== null && (
        <>
          <select
            aria-label={t("map.coverage_within")}
            value={String(value.within)}
            onChange={(event) => change({ within: Number(event.currentTarget.value) })}
          >
            {MINUTES.map((minutes) => (
              <option key={minutes} value={String(minutes * 60)}>
                {t("map.minutes", { count: minutes })}
              </option>
            ))}
          </select>
          <select
            aria-label={t("map.coverage_mode")}
            value={value.mode}
            onChange={(event) => change({ mode: event.currentTarget.value as Shade["mode"] })}
          >
            {MODES.map((mode) => (
              <option key={mode} value={mode}>
                {mode === "any" ? t("map.any_mode") : wireWord("mode", mode)}
              </option>
            ))}
          </select>
        </>
      )}
    </fieldset>
  );
}
