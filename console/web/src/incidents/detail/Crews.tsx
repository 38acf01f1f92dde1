/** Who was sent, a line for each crew, worst first: what is missing above them, the ended ones folded below. */

import type { ComponentChildren } from "preact";
import { ordersOf } from "../../derived/targets";
import { t } from "../../language/language";
import { needWord, shortfallWord } from "../../language/wire_words";
import { Fold } from "../../parts/Fold";
import type { Assignment, Incident } from "../../wire/generated";
import { useBoard } from "../board";
import { stateOf } from "../list/row";
import { useOwnState } from "../own_state";
import { reasonWord } from "../reason_words";
import { UnitLine } from "./UnitLine";
import "./units.css";
import { worstFirst } from "./unit_line";

/** So many lines are painted; the rest, which are less urgent, once somebody opens them. */
const LINES_AT_MOST = 12;

interface Props {
  readonly incident: Incident;
  /** What may be done with a crew, at the end of its line. */
  readonly acts?: (order: Assignment) => ComponentChildren;
}

export function Crews({ incident, acts }: Props) {
  const { record } = useBoard();
  const state = useOwnState(record.state, incident.id);
  const { standing, ended } = worstFirst(ordersOf(state, incident));
  const forewarned = incident.forewarned.map((id) => state.stations.get(id)?.name ?? id);
  const rest = standing.slice(LINES_AT_MOST);
  return (
    <section class="crews">
      <h3>
        <span>
          {t("detail.crews")} <span class="digits">{standing.length}</span>
        </span>
        {standing.length > 0 && <span>{t("unit.heading")}</span>}
      </h3>
      {standing.length + ended.length === 0 && <p class="second">{t("detail.crew_none")}</p>}
      {incident.shortfalls.map(({ need, missing, why }) => (
        <p key={need} class="red short">
          ■ {t("detail.short", { count: missing, what: needWord(need), why: shortfallWord(why) })}
        </p>
      ))}
      <Lines of={standing.slice(0, LINES_AT_MOST)} acts={acts} />
      {rest.length > 0 && (
        <Fold title={t("unit.rest", { count: rest.length, states: statesOf(rest) })}>
          {() => <Lines of={rest} acts={acts} />}
        </Fold>
      )}
      {ended.length > 0 && (
        <Fold class="ended" title={t("unit.ended", { count: ended.length })}>
          {() => <Lines of={ended} acts={acts} />}
        </Fold>
      )}
      {incident.graded_because !== null && (
        <p class="second">
          {t("row.grade", { grade: incident.grade })}: {reasonWord(incident.graded_because, "", state)}
        </p>
      )}
      {forewarned.length > 0 && <p class="second">{t("detail.forewarned", { stations: forewarned.join(" · ") })}</p>}
    </section>
  );
}

interface LinesProps {
  readonly of: readonly Assignment[];
  readonly acts: Props["acts"];
}

function Lines({ of, acts }: LinesProps) {
  return (
    <ul class="units">
      {of.map((order) => (
        <UnitLine key={order.id} order={order} acts={acts} />
      ))}
    </ul>
  );
}

/** How far the crews are that are not painted: so many in each state. */
function statesOf(orders: readonly Assignment[]): string {
  const counts = new Map<string, number>();
  for (const order of orders) counts.set(stateOf(order), (counts.get(stateOf(order)) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${state} ${count}`).join(" · ");
}
