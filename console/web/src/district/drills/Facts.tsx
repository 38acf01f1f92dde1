/** What was planned: where, who, how it begins, what happens in it. */

import { number } from "../../language/format";
import { t } from "../../language/language";
import { floorWord } from "../../language/wire_words";
import type { Inject } from "../../wire/generated";
import { useDistrict } from "../district";
import { named } from "../words";
import type { DrillRecord } from "./record";

export function Facts({ of }: { readonly of: DrillRecord }) {
  const { nameOf, record } = useDistrict();
  const { place, stations, units, injects, everybody, unannounced, ends_after_s } = of.plan;
  const building = place.building === null ? "" : (record.state.value.buildings.get(place.building)?.name ?? "");
  const where = [building, place.building, place.text, place.floor === null ? null : floorWord(place.floor)];
  const who = [...stations.map((id) => `${id} ${nameOf(id)}`), ...units];
  const rules = [everybody ? t("drills.everybody") : null, unannounced ? t("drills.unannounced") : null];
  return (
    <dl class="facts">
      <dt>{t("drills.place")}</dt>
      <dd>{where.filter((part) => part !== null && part !== "").join(" ")}</dd>
      <dt>{t("drills.stations")}</dt>
      <dd>
        {who.length === 0 ? t("drills.by_choice") : who.join(t("and"))}
        {rules.some((each) => each !== null) && ` · ${rules.filter((each) => each !== null).join(" · ")}`}
      </dd>
      <dt>{t("drills.minutes")}</dt>
      <dd>{number(ends_after_s / 60)}</dd>
      {injects.length > 0 && (
        <>
          <dt>{t("drills.script")}</dt>
          <dd>
            {injects.map((each) => (
              <div key={each.id}>{injectWords(each)}</div>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}

function injectWords({ after_s, effect, station, trapped, place, text }: Inject): string {
  const when = t("inject.at", { minutes: number(after_s / 60, 1) });
  return [when, named("effect", effect), station, trapped, place?.building, text].filter((part) => part).join(" ");
}
