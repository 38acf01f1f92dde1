/** Everything about the selected incident, in the order of a dispatcher's questions: what, where, who, when, next, why. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { floorWord, placeWord, wireWord } from "../../language/wire_words";
import type { Incident } from "../../wire/generated";
import { deedWord } from "../desk/deed_words";
import { useDesk } from "../desk/desk";
import { Alarms } from "./Alarms";
import { BuildingFile } from "./BuildingFile";
import { Crews } from "./Crews";
import "./detail.css";
import { Next } from "./Next";
import { Notes } from "./Notes";
import { Why } from "./Why";

export function Detail() {
  const { incident } = useDesk();
  if (incident.value === null) {
    return (
      <div class="detail-none">
        <h2 id="detail-title">{t("detail.none")}</h2>
        <p class="second">{t("detail.choose")}</p>
      </div>
    );
  }
  return (
    <article class={incident.value.exercise ? "drill" : ""}>
      <Head incident={incident.value} />
      <Crews incident={incident.value} />
      <Next incident={incident.value} />
      <Why key={incident.value.id} incident={incident.value} />
      <Alarms incident={incident.value} />
      <Notes incident={incident.value} />
      <BuildingFile incident={incident.value} />
    </article>
  );
}

function Head({ incident }: { readonly incident: Incident }) {
  const desk = useDesk();
  const { buildings } = desk.record.state.value;
  const { number, kind, grade, trapped, flags, place, opened_at, taken_by, confirmed_at, close_reason } = incident;
  const others = desk.hands.others.value.filter((each) => each.incident === incident.id);
  const deed = desk.hands.deeds.value.find((each) => each.incident === incident.id);
  return (
    <header>
      <h2 id="detail-title">
        {incident.exercise && <span class="violet">{t("drill")} </span>}
        {number} {wireWord("kind", kind)} {t("grade", { grade })}
        {trapped !== null && trapped > 0 && <span class="red"> {t("trapped", { count: trapped })}</span>}
      </h2>
      <p class="place">
        {placeWord(place, buildings)} {place.floor !== null && floorWord(place.floor)}
      </p>
      <p class="facts second">
        <span class="digits">{t("detail.opened", { time: clock(Date.parse(opened_at)) })}</span>
        <span class={taken_by === null ? "amber" : ""}>
          {taken_by === null ? t("row.not_taken") : t("detail.taken", { who: taken_by.name })}
        </span>
        {confirmed_at !== null && <span>{t("row.confirmed")}</span>}
        {incident.test && <span>{t("test")}</span>}
        {flags.map((flag) => (
          <b key={flag} class="amber">
            {wireWord("flag", flag)}
          </b>
        ))}
        {close_reason !== null && (
          <b>
            {t("row.closed")} {wireWord("close", close_reason)}
          </b>
        )}
        {incident.receiver !== null && <span>{t("detail.received", { receiver: incident.receiver })}</span>}
      </p>
      {(others.length > 0 || deed !== undefined) && (
        <p class="hands" role="status">
          {others.map((each) => (
            <span key={each.who}>{t(`row.${each.doing}`, { who: each.who })}</span>
          ))}
          {deed !== undefined && <b>{t("row.did", { who: deed.who, what: deedWord(deed.type) })}</b>}
        </p>
      )}
    </header>
  );
}
