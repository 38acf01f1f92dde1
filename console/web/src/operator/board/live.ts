/** The units of the board, followed for as long as a board is shown: looked through a few times a second, not per event. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { everySteadily } from "../../stream/steady";
import { followAnswer, READINESS_CHANGED_BY } from "../desk/asked";
import { useDesk } from "../desk/desk";
import { type BoardUnit, type ReadyState, unitsOf } from "./units";

const LOOK_EVERY_MS = 250;
/** Of the page's time at most so much: what costs more is looked at less often. */
const SHARE = 1 / 40;

interface Answer {
  readonly stations: readonly { readonly station: string; readonly state: ReadyState }[];
}

/** Return all units as they are now. */
export function useUnits(): readonly BoardUnit[] {
  const { record, session } = useDesk();
  const units = useSignal<readonly BoardUnit[]>([]);
  useEffect(() => {
    const readiness = followAnswer<Answer>(record, session.token, "/api/v1/readiness", READINESS_CHANGED_BY);
    let seen: readonly unknown[] = [];
    let dueAt = Number.NEGATIVE_INFINITY;
    const look = (): void => {
      const began = performance.now();
      if (began < dueAt) return;
      const [state, answer] = [record.state.peek(), readiness.answer.peek()];
      if (state === seen[0] && answer === seen[1]) return;
      seen = [state, answer];
      units.value = unitsOf(state, new Map(answer?.stations.map((each) => [each.station, each.state])));
      dueAt = began + (performance.now() - began) / SHARE;
    };
    look();
    const stop = everySteadily(LOOK_EVERY_MS, look);
    return () => {
      stop();
      readiness.stop();
    };
  }, [record, session, units]);
  return units.value;
}
