/** Open incidents: the glyph of the list, which says how urgent it is; a drill is violet and hatched. */

import { GLYPHS, rankOf } from "../../derived/urgency";
import { t } from "../../language/language";
import { IN_PLACE, type Maker } from "./mark";

const FOREMOST = 60;

export const incidentMaker: Maker = {
  *touched(before, after) {
    yield* after.incidents.changedFrom(before.incidents);
    for (const key of after.assignments.changedFrom(before.assignments)) {
      const incident = (after.assignments.get(key) ?? before.assignments.get(key))?.incident;
      if (incident !== undefined) yield incident;
    }
  },
  make(state, id) {
    const incident = state.incidents.get(id);
    const { lon, lat } = incident?.place ?? {};
    if (incident === undefined || typeof lon !== "number" || typeof lat !== "number") return null;
    const rank = rankOf(state, incident);
    if (rank === null) return null;
    const icon = `incident/${rank.glyph}/${rank.exercise ? "drill" : "real"}`;
    const label = rank.exercise ? `${t("drill")} ${incident.number}` : incident.number;
    const before = FOREMOST - GLYPHS.indexOf(rank.glyph) - (rank.exercise ? 10 : 0);
    return {
      mark: { kind: "incident", id, lon, lat, icon, label, offset: IN_PLACE, rank: before },
      until: Number.POSITIVE_INFINITY,
    };
  },
};
