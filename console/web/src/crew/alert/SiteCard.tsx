/** The building in ten seconds: where to go in, what is dangerous, whom to call; its whole file behind one tap, offline too. */

import { Lines } from "../../incidents/detail/Lines";
import { restLines, urgentLines } from "../../incidents/detail/site";
import { t } from "../../language/language";
import type { Assignment } from "../../wire/generated";
import type { Crew } from "../crew";
import type { Alert } from "../orders";

interface Props {
  readonly crew: Crew;
  readonly alert: Alert;
  readonly orders: readonly Assignment[];
}

export function SiteCard({ crew, alert, orders }: Props) {
  const { sites, hydrants } = crew.state.value;
  const site = sites.get(alert.incident.place.building ?? "");
  // The door stands with the way already.
  const stand = orders[0]?.stand == null ? null : { ...orders[0].stand, entrance: null };
  const rest = site === undefined ? [] : restLines(site, hydrants);
  return (
    <section class="site" aria-label={t("site.file")}>
      <Lines of={urgentLines(stand, site, hydrants)} urgent />
      {rest.length > 0 && (
        <details>
          <summary class="button plain">{t("site.file")}</summary>
          <Lines of={rest} />
        </details>
      )}
    </section>
  );
}
