/** Open incidents: the glyph of the list, which says how urgent it is, and in it the minutes that are left; a drill is violet and hatched. */

import { GLYPHS, type Rank, rankOf } from "../../derived/urgency";
import { t } from "../../language/language";
import { ALWAYS, type Maker } from "./mark";

const FOREMOST = 60;

export const incidentMaker: Maker = {
  *touched(before, after) {
    yield* after.incidents.changedFrom(before.incidents);
    for (const key of after.assignments.changedFrom(before.assignments)) {
      const incident = (after.assignments.get(key) ?? before.assignments.get(key))?.incident;
      if (incident !== undefined) yield incident;
    }
  },
  make(state, id, now) {
    const incident = state.incidents.get(id);
    const { lon, lat } = incident?.place ?? {};
    if (incident === undefined || typeof lon !== "number" || typeof lat !== "number") return null;
    const rank = rankOf(state, incident);
    if (rank === null) return null;
    const { minutes, until } = leftOf(rank, now);
    const icon = `incident/${rank.glyph}/${rank.exercise ? "drill" : "real"}${minutes}`;
    const label = rank.exercise ? `${t("drill")} ${incident.number}` : incident.number;
    const before = FOREMOST - GLYPHS.indexOf(rank.glyph) - (rank.exercise ? 10 : 0);
    return { mark: { kind: "incident", id, lon, lat, icon, label, ...ALWAYS, rank: before }, until };
  },
};

const MINUTE_MS = 60_000;
const MOST_MINUTES = 99;

/** The begun minutes that are left of the promise that the list shows, too; nothing where none runs or it is broken. */
function leftOf({ glyph, clock }: Rank, now: number): { minutes: string; until: number } {
  const left = (clock?.dueAt ?? 0) - now;
  if ((glyph !== "running" && glyph !== "pressing") || clock === null || left <= 0) {
    return { minutes: "", until: Number.POSITIVE_INFINITY };
  }
  const minutes = Math.ceil(left / MINUTE_MS);
  const until = clock.dueAt - (minutes - 1) * MINUTE_MS;
  return { minutes: minutes > MOST_MINUTES ? "" : `/${minutes}`, until };
}
