/** A station's state: shape first, words second, colour third; ready is grey, for nothing is wrong. */

import { named } from "../words";
import type { ReadyState } from "./readiness";

const GLYPHS: Readonly<Record<ReadyState, string>> = { ready: "●", limited: "▲", not_ready: "■", unknown: "?" };

export function StateMark({ state }: { readonly state: ReadyState }) {
  return (
    <span class={`state ${state}`}>
      <span aria-hidden="true">{GLYPHS[state] ?? "?"}</span> {named("readiness", state)}
    </span>
  );
}
