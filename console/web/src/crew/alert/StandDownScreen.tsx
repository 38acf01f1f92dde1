/** An order that is over fills the screen until somebody has read it. */

import type { PlainKey } from "../../language/dictionary";
import { t } from "../../language/language";
import type { Crew } from "../crew";
import type { StandDown } from "../standing_down";

const WORDS: { readonly [W in StandDown["why"]]: PlainKey } = {
  recalled: "crew.stand_down",
  over: "crew.over",
  unknown: "crew.ended",
};

export function StandDownScreen({ crew }: { readonly crew: Crew }) {
  const unread = crew.standingDown.unread.value;
  const last = unread.at(-1);
  if (last === undefined) return null;
  const places = [...new Set(unread.map(({ incident, place }) => `${incident.number} ${place}`))];
  return (
    <section class={`stand-down ${unread.every((each) => each.incident.exercise) ? "drill" : ""}`} role="alert">
      {last.incident.exercise && <p class="drill-word">{t("crew.drill")}</p>}
      <h1>{t(WORDS[last.why])}</h1>
      {places.map((place) => (
        <p key={place}>{place}</p>
      ))}
      <button
        type="button"
        class="button filled huge"
        onClick={() =>
          crew.guard.guarded(() => {
            crew.standingDown.read();
          })
        }
      >
        {t("crew.understood")}
      </button>
    </section>
  );
}
