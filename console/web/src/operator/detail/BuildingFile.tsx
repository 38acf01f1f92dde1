/** One building, one file: what is known of it, and nothing that is not. */

import { useBoard } from "../../incidents/board";
import { Lines } from "../../incidents/detail/Lines";
import { restLines, urgentLines } from "../../incidents/detail/site";
import { useOwnState } from "../../incidents/own_state";
import { t } from "../../language/language";
import type { Incident } from "../../wire/generated";

export function BuildingFile({ incident }: { readonly incident: Incident }) {
  const { buildings, sites, hydrants } = useOwnState(useBoard().record.state, incident.id);
  const building = buildings.get(incident.place.building ?? "");
  if (building === undefined) return null;
  const { name, storeys, height_m, fire_lift, zone } = building;
  const site = sites.get(building.id);
  const lift = fire_lift === null ? "detail.lift_unknown" : fire_lift ? "detail.lift" : "detail.no_lift";
  const facts = [
    storeys === null ? null : t("detail.storeys", { count: storeys }),
    height_m === null ? null : t("detail.height", { metres: Math.round(height_m) }),
    t(lift),
    zone === "" ? null : t("detail.zone", { zone }),
  ];
  return (
    <section>
      <h3>{t("detail.building")}</h3>
      <p>
        <b>{name}</b> <span class="second">{facts.filter((each) => each !== null).join(" · ")}</span>
      </p>
      {site !== undefined && (
        <>
          <Lines of={urgentLines(null, site, hydrants)} urgent />
          <Lines of={restLines(site, hydrants)} />
        </>
      )}
    </section>
  );
}
