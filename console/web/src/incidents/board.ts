/**
 * What the parts that only show need of a desk: the operator's desk is one, and the commander's replay gives them the
 * past instead. They cannot act, for there is nothing here to act with.
 */

import type { ReadonlySignal, Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Shift } from "../derived/shift";
import type { Record as EventRecord } from "../record/record";
import type { Line } from "../stream/line";
import type { OthersHands } from "./hands";
import type { List } from "./list/list";

/** An incident of the record that is too old for the state: it is read in the replay. */
export interface Archived {
  readonly id: string;
  readonly number: string;
  readonly place: string;
}

export interface Board {
  readonly record: Pick<EventRecord, "state" | "clock">;
  /** Whether the state means anything yet. */
  readonly loaded: ReadonlySignal<boolean>;
  /** The line that the record comes over; what is lost hatches what is shown. */
  readonly line: ReadonlySignal<Line>;
  readonly list: List;
  readonly shift: ReadonlySignal<Shift>;
  readonly selected: ReadonlySignal<string | null>;
  readonly hideDrills: Signal<boolean>;
  readonly hands: OthersHands;
  readonly select: (id: string | null) => void;
  /** Bring a shelved source back; missing where nothing can be done. */
  readonly unshelve?: (source: string) => void;
  /** Look in the whole record for what the state holds no more; left out where nothing can be asked. */
  readonly archive?: (text: string) => Promise<Archived | null>;
}

export const BoardContext = createContext<Board | null>(null);

/** The board that this part stands on. */
export function useBoard(): Board {
  const board = useContext(BoardContext);
  if (board === null)
    throw new Error("a part that shows incidents stands outside of any board: wrap it in BoardContext");
  return board;
}
