/** Where: a field that finds places while an input method is still composing, and never takes its keys. */

import { number } from "../../language/format";
import { t } from "../../language/language";
import { Matches, walked } from "../../places/Matches";
import type { Match } from "../../places/place_index";
import type { Near } from "./around";
import type { Call } from "./call";

export function PlaceField({ call }: { readonly call: Call }) {
  const matches = call.matches.value;
  const active = Math.min(call.active.value, matches.length - 1);
  const pick = ({ place }: Match) => call.pick(place);
  const onKeyDown = (event: KeyboardEvent) => {
    // A hand is faster than the picture: what was found counts, not what is drawn yet, or Enter would send words alone.
    const found = call.matches.peek();
    const at = Math.min(call.active.peek(), found.length - 1);
    const wanted = walked(event, at, found.length);
    const chosen = found[at];
    if (wanted === null || chosen === undefined) return;
    if (wanted === "pick") pick(chosen);
    else call.active.value = wanted;
    event.preventDefault();
    event.stopPropagation();
  };
  const typed = call.text.value.trim() !== "" && call.picked.value === null;
  return (
    <div class="place-field">
      <label for="place">{t("call.place")}</label>
      <input
        id="place"
        role="combobox"
        aria-expanded={matches.length > 0}
        aria-controls="places"
        aria-autocomplete="list"
        aria-activedescendant={matches.length > 0 ? `place-${active}` : undefined}
        aria-describedby="place-hint"
        autocomplete="off"
        spellcheck={false}
        maxLength={500}
        value={call.text.value}
        onInput={(event) => call.type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <p class="second" id="place-hint">
        {call.picked.value === null
          ? t(typed && matches.length === 0 ? "call.nothing" : "call.place_hint")
          : placed(call)}
      </p>
      <div id="places" role="listbox" aria-label={t("call.found")} hidden={matches.length === 0}>
        <Matches
          id="place"
          matches={matches}
          active={active}
          pick={pick}
          aside={({ place }) => <span class="second">{t(`call.${place.kind}`)}</span>}
        />
      </div>
    </div>
  );
}

/** Where the picked place lies: street, zone, what is near. */
function placed(call: Call): string {
  const around = call.around.value;
  const street = call.pin.value?.street ?? "";
  const near = (
    words: "call.near_building" | "call.near_station" | "call.near_water",
    found: Near | null | undefined,
  ) => (found ? t(words, { name: found.name, metres: number(Math.round(found.metres)) }) : "");
  return [
    street === "" ? "" : t("call.on_street", { street }),
    around?.zone ? t("call.in_zone", { zone: around.zone }) : "",
    near("call.near_building", around?.building),
    near("call.near_station", around?.station),
    near("call.near_water", around?.hydrant),
  ]
    .filter(Boolean)
    .join(" · ");
}
