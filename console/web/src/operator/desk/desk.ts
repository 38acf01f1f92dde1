/** One operator's desk: the record, the list, what is selected, what is being done, whose hands are where, the sounds. */

import type { ReadonlySignal, Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Counts } from "../../derived/counts";
import type { Shift } from "../../derived/shift";
import type { Board } from "../../incidents/board";
import type { List } from "../../incidents/list/list";
import type { Closing } from "../../map/drawn_closing";
import type { Focus } from "../../map/ground";
import type { LiveRecord } from "../../record/live";
import type { Session } from "../../session/session";
import type { Bell } from "../../sound/bell";
import type { Line } from "../../stream/line";
import type { Incident } from "../../wire/generated";
import type { Call } from "../call/call";
import type { WayNames } from "../lists/way_names";
import type { Wall } from "../wall/wall";
import type { WindowKind } from "../windows/kind";
import type { Hands } from "./hands";
import type { KeyMap } from "./key_map";
import type { Pressed } from "./pressed";
import type { Reach, Travel } from "./reach";
import type { SendGuard } from "./send_guard";
import type { StationCounts } from "./station_counts";
import type { Step } from "./step";
import type { Opposite } from "./undo_stack";

/** What stands in the right column. Nothing of it covers the list, and no alarm changes it. */
export type Pane = "incident" | "outcome" | "call" | "update" | "lane" | "keys" | "shift" | "board" | "wall";

export interface Desk extends Board {
  /** Which of the desk's windows this one is. */
  readonly window: WindowKind;
  readonly session: Session;
  readonly record: LiveRecord;
  readonly line: ReadonlySignal<Line>;
  readonly list: List;
  readonly shift: ReadonlySignal<Shift>;
  /** What needs somebody, by the list's own order. */
  readonly counts: ReadonlySignal<Counts>;
  /** How many stations could go; null until the hub has said it. */
  readonly readiness: ReadonlySignal<StationCounts | null>;
  readonly selected: Signal<string | null>;
  readonly incident: ReadonlySignal<Incident | null>;
  readonly step: Signal<Step | null>;
  readonly pane: Signal<Pane>;
  readonly hideDrills: Signal<boolean>;
  readonly hands: Hands;
  readonly pressed: Pressed;
  readonly press: (command: Parameters<Pressed["press"]>[0], opposite?: Opposite, id?: string) => Promise<string>;
  /** Several commands about the selected incident as one act: U takes them back together. */
  readonly pressAll: Pressed["pressAll"];
  /** For a moment after S a second S to the same incident sends nobody else. */
  readonly sent: SendGuard;
  /** Pick a unit for the selected incident: one that goes there already is shown with its acts. */
  readonly pickUnit: (unit: string) => void;
  /** The order whose row the pointer is on; null where it is on none. */
  readonly over: Signal<string | null>;
  /** Of which unit it is asked why it was chosen; null where nobody asks. */
  readonly why: Signal<string | null>;
  readonly reach: ReadonlySignal<Reach | null>;
  /** Who goes next, as the bar names them; looked for once a second and when the selected incident changes. */
  readonly recommended: ReadonlySignal<Travel | null>;
  readonly bell: Bell;
  /** No window of this centre rings, as far as this one can tell. */
  readonly silent: ReadonlySignal<boolean>;
  /** The hub's watch stands still: no target is warned of, no ladder climbs. */
  readonly stalled: ReadonlySignal<boolean>;
  readonly failing: ReadonlySignal<boolean>;
  readonly clockOff: ReadonlySignal<boolean>;
  readonly notReady: ReadonlySignal<readonly string[]>;
  readonly keys: KeyMap;
  readonly call: Call;
  readonly closing: Closing;
  /** What was closed of late, the last one first. */
  readonly closed: ReadonlySignal<readonly Incident[]>;
  readonly wayNames: WayNames;
  /** The closure that was pointed at, in the list of closed roads or on the map. */
  readonly closure: Signal<string | null>;
  /** Show a closure in the list of closed roads. */
  readonly showClosure: (id: string) => void;
  /** What devices say that is no alarm: how it is looked at, and what is chosen of it. */
  readonly wall: Wall;
  readonly focus: Signal<Focus | null>;
  /** Whether the acts rest a moment: what the bar shows changed without this hand. */
  readonly resting: ReadonlySignal<boolean>;
  /** Whether the input method took a letter outside of text fields. */
  readonly composing: Signal<boolean>;
  readonly mayAct: boolean;
  readonly select: (id: string | null) => void;
  /** Leave the step, the pane; never an act. */
  readonly leave: () => void;
}

export const DeskContext = createContext<Desk | null>(null);

/** The desk of this page. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null)
    throw new Error("a part of the operator's page stands outside of its desk: wrap it in DeskContext");
  return desk;
}
