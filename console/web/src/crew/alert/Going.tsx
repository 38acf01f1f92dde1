/** Who is going, one's own first, and how far each is: by words and a glyph, never by colour alone. */

import { clock } from "../../language/format";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { Assignment, Incident, Milestone } from "../../wire/generated";
import type { Crew } from "../crew";

const LATEST_FIRST = [
  ["controlled", "controlled_at"],
  ["on_scene", "on_scene_at"],
  ["en_route", "en_route_at"],
  ["acknowledged", "acknowledged_at"],
] as const satisfies readonly (readonly [Milestone, keyof Assignment])[];

const GLYPHS: { readonly [milestone: string]: string } = {
  assigned: "○",
  acknowledged: "◐",
  en_route: "●",
  on_scene: "◎",
  controlled: "✓",
};

export function Going({ crew, incident }: { readonly crew: Crew; readonly incident: Incident }) {
  const { assignments } = crew.state.value;
  const own = crew.session.me.station;
  const orders = incident.assignments
    .flatMap((id) => assignments.get(id) ?? [])
    .filter((order) => order.ending === null)
    .sort((one, other) => Number(other.station === own) - Number(one.station === own));
  return (
    <section class="going" aria-labelledby="going">
      <h2 id="going">{t("crew.going")}</h2>
      <ul>
        {orders.map((order) => {
          const [milestone, at] = latestOf(order);
          return (
            <li key={order.id}>
              <span aria-hidden="true">{GLYPHS[milestone]}</span>
              <span class="name">{crew.unitWord(order.unit)}</span>
              {order.station === own && <small class="second">{t("crew.own")}</small>}
              <span class="second">{wireWord("mode", order.mode)}</span>
              <span class="digits">
                {wireWord("milestone", milestone)} {clock(at)}
                {order.reported_late.some((each) => each.milestone === milestone) && (
                  <small class="second"> {t("reported_late")}</small>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function latestOf(order: Assignment): readonly [Milestone, number] {
  for (const [milestone, field] of LATEST_FIRST) {
    const at = order[field];
    if (at !== null) return [milestone, Date.parse(at)];
  }
  return ["assigned", Date.parse(order.assigned_at)];
}
