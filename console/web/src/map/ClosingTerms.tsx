/** Why a lane is closed, for whom, and until when. */

import type { Signal } from "@preact/signals";
import { t } from "../language/language";
import { wireWord } from "../language/wire_words";
import type { Terms } from "./drawn_closing";

const MINUTES = [30, 60, 120, 240, 480, 1440] as const;

export function ClosingTerms({ terms, modes }: { readonly terms: Signal<Terms>; readonly modes: readonly string[] }) {
  const { reason, minutes, modes: closedTo } = terms.value;
  const set = (some: Partial<Terms>) => {
    terms.value = { ...terms.peek(), ...some };
  };
  return (
    <>
      <div class="closing-terms">
        <label>
          {t("map.close.reason")}
          <input
            value={reason}
            maxLength={200}
            autocomplete="off"
            onInput={(event) => set({ reason: event.currentTarget.value })}
          />
        </label>
        <label>
          {t("map.close.until")}
          <select
            value={minutes === null ? "" : String(minutes)}
            onChange={({ currentTarget: { value } }) => set({ minutes: value === "" ? null : Number(value) })}
          >
            <option value="">{t("map.close.until_opened")}</option>
            {MINUTES.map((each) => (
              <option key={each} value={each}>
                {each < 60 ? t("map.close.minutes", { count: each }) : t("map.close.hours", { count: each / 60 })}
              </option>
            ))}
          </select>
        </label>
      </div>
      <fieldset>
        <legend>{t("map.close.modes")}</legend>
        <label>
          <input type="checkbox" checked={closedTo.length === 0} onChange={() => set({ modes: [] })} />
          {t("map.close.everybody")}
        </label>
        {modes.map((mode) => (
          <label key={mode}>
            <input
              type="checkbox"
              checked={closedTo.includes(mode)}
              onChange={(event) =>
                set({
                  modes: event.currentTarget.checked ? [...closedTo, mode] : closedTo.filter((each) => each !== mode),
                })
              }
            />
            {wireWord("mode", mode)}
          </label>
        ))}
      </fieldset>
    </>
  );
}
