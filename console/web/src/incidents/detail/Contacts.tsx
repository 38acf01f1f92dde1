/** Whom to call there and where to go in: the lines of a building's file that a dispatcher asks for while it rings. */

import { t } from "../../language/language";
import { Phone } from "../../parts/Phone";
import type { Incident } from "../../wire/generated";
import { useBoard } from "../board";
import { useOwnState } from "../own_state";
import { contactLines } from "./site";

export function Contacts({ incident }: { readonly incident: Incident }) {
  const { buildings, sites, hydrants } = useOwnState(useBoard().record.state, incident.id);
  const building = buildings.get(incident.place.building ?? "");
  if (building === undefined) return null;
  const lines = contactLines(building, sites.get(building.id), hydrants);
  return (
    <dl class="contacts">
      {lines.map(({ name, text, phone = "" }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {text} <Phone number={phone} />
          </dd>
        </div>
      ))}
      {!sites.has(building.id) && (
        <div>
          <dt>{t("site.file")}</dt>
          <dd class="second">{t("site.none")}</dd>
        </div>
      )}
    </dl>
  );
}
