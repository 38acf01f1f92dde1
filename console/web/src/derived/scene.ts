/** What counts of what crews saw: the worse, until a person decides (the hub's `worst_seen`). */

import type { Report, Said } from "../wire/generated";

const WORST_FIRST = ["fire", "no_fire", "cannot_tell"] as const;

export function worstSeen(reports: readonly Report[]): Said["saw"] {
  return WORST_FIRST.find((saw) => reports.some((report) => report.said.saw === saw)) ?? null;
}
