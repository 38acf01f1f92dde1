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
} as const satisfies { readonly [K in keyof typeof domainZh]: string };
