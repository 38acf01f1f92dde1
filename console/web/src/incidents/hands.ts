/** Whose hands are on an incident: other operators who look, handle or write, and what they did just now. */

import type { ReadonlySignal } from "@preact/signals";
import type { AnyEvent } from "../wire/generated";

export type Doing = "viewing" | "handling" | "writing";

export interface Hand {
  readonly who: string;
  readonly incident: string;
  readonly doing: Doing;
  readonly at: number;
}

/** What another operator did to an incident: marked for a few seconds. */
export interface Deed {
  readonly who: string;
  readonly incident: string;
  readonly type: AnyEvent["type"];
  readonly at: number;
}

/** The hands of the others, as rows and details show them. */
export interface OthersHands {
  /** The others, each with the one incident that they are in. */
  readonly others: ReadonlySignal<readonly Hand[]>;
  readonly deeds: ReadonlySignal<readonly Deed[]>;
}
