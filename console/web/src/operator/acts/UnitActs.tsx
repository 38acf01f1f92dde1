/** What may be done with one crew, on its own line. */

import type { Assignment } from "../../wire/generated";

export function UnitActs(_: { readonly order: Assignment }) {
  return null;
}
