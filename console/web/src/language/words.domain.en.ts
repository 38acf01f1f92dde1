/** What several pages say of incidents in English. */

import type { domainZh } from "./words.domain.zh";

export const domainEn = {
  grade: "grade {grade}",
  floor: "floor {floor}",
  basement: "basement {floor}",
  trapped: "{count} trapped",
  test: "test",
  "advice.ladder_exhausted": "{why}: send by hand",
  "advice.unlocated": "{why}: give one",
  late: "signal of {time}, {age}",
  "list.comma": ", ",
  "scene.narrow": ", {metres} m left",
  "age.minutes": "{count} min ago",
  "age.hours": "{count} h ago",
  "age.days": "{count} days ago",
  unread: "{field} came in as “{words}”",
  at_station: "no road from where it says it is: counted at its station",
} as const satisfies { readonly [K in keyof typeof domainZh]: string };
