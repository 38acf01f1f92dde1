/** A closed area in a few words. */

import { t } from "../language/language";
import type { ClosureArea } from "../wire/generated";

export function areaWord({ way, radius_m, polygon }: ClosureArea): string {
  if (way !== null) return way;
  if (radius_m !== null) return t("map.close.metres", { metres: Math.round(radius_m) });
  return t("map.close.corners", { count: polygon?.length ?? 0 });
}
