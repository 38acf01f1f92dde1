/** What it is and where: the largest words of the page. A floor or place that changed is boxed until the next press. */

import { Flame } from "lucide";
import { lateWord } from "../../language/doubt_words";
import { t } from "../../language/language";
import { floorWord, placeWord, wireWord } from "../../language/wire_words";
import { Icon } from "../../parts/Icon";
import type { Crew } from "../crew";
import type { Alert } from "../orders";

export function Headline({ crew, alert }: { readonly crew: Crew; readonly alert: Alert }) {
  const { incident, calls } = alert;
  const { place, kind, grade, trapped, exercise } = incident;
  const where = placeWord(place, crew.state.value.buildings);
  const floor = place.floor === null ? t("crew.whole_building") : floorWord(place.floor);
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
        {calls > 1 && <strong class="calls digits">{t("crew.calls", { count: calls })}</strong>}
      </p>
      <h1 style={{ "--ems": emsOf(`${where} ${floor}`) }}>
        {where}{" "}
        <span class={changed ? "floor changed" : "floor"}>
          {changed && <small>▲ {t(place.floor === null ? "crew.place_changed" : "crew.floor_changed")}</small>}
          {floor}
        </span>
      </h1>
    </header>
  );
}

const SQUARE = /[\u2e80-\u9fff\uf900-\uffef]/;
const LETTER_EM = 0.58;

/** About how wide words are, in their own size: so they can be set as large as one line of the phone lets them be. */
export function emsOf(words: string): number {
  return [...words].reduce((ems, letter) => ems + (SQUARE.test(letter) ? 1 : LETTER_EM), 0);
}
