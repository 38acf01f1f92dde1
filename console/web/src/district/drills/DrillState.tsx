/** Where a drill stands, in a word and its colour; one that was broken off did not just end. */

import type { Drill } from "../../wire/generated";
import { named } from "../words";

type Word = Drill["state"] | "broken_off";

/** The word for where a drill stands. */
export function stateWord({
  state,
  broken_off,
}: {
  readonly state: Drill["state"];
  readonly broken_off: boolean;
}): Word {
  return broken_off ? "broken_off" : state;
}

export function DrillState({ word }: { readonly word: Word }) {
  return (
    <span class={`drill-state ${word}`}>
      {word === "broken_off" && <span aria-hidden="true">▲ </span>}
      {named("drill_state", word)}
    </span>
  );
}
