/** Where a drill stands, in a word and its colour. */

import type { Drill } from "../../wire/generated";
import { named } from "../words";

export function DrillState({ state }: { readonly state: Drill["state"] }) {
  return <span class={`drill-state ${state}`}>{named("drill_state", state)}</span>;
}
