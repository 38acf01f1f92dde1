/** What it is and where: the largest words of the page. A floor or place that changed is boxed until the next press. */

import { Flame } from "lucide";
import { lateWord } from "../../language/doubt_words";
import { t } from "../../language/language";
import { floorWord, placeWord, wireWord } from "../../language/wire_words";
import { Doubt } from "../../parts/Doubt";
import { Icon } from "../../parts/Icon";
import type { Crew } from "../crew";
import type { Alert } from "../orders";

export function Headline({ crew, alert }: { readonly crew: Crew; readonly alert: Alert }) {
  const { incident, calls } = alert;
  const { place, kind, grade, trapped, exercise, number } = incident;
  const late = lateWord(incident, crew.clock.shown());
  const changed = crew.moved.value.has(incident.id);
  return (
    <header class="headline" aria-live="assertive">
      {late !== null && <p class="late">{late}</p>}
      {exercise && <p class="drill-word">{t("crew.drill")}</p>}
      <p class="what">
        <Icon of={Flame} size={28} />
        <strong>{wireWord("kind", kind)}</strong>
        <span>{t("grade", { grade })}</span>
        {trapped !== null && trapped > 0 && <strong class="trapped">■ {t("trapped", { count: trapped })}</strong>}
        <span class="second digits">{number}</span>
        {calls > 1 && <strong class="calls digits">{t("crew.calls", { count: calls })}</strong>}
      </p>
      <h1>
        {placeWord(place, crew.state.value.buildings)}{" "}
        <span class={changed ? "floor changed" : "floor"}>
          {changed && <small>▲ {t(place.floor === null ? "crew.place_changed" : "crew.floor_changed")}</small>}
          {place.floor === null ? t("crew.whole_building") : floorWord(place.floor)}
        </span>
      </h1>
      <Doubt unread={incident.unread} />
    </header>
  );
}
