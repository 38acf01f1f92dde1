/** The past as a board: the operator's own list, rows and bars show it, and nothing on it acts. */

import { computed, effect, signal } from "@preact/signals";
import { shiftOf } from "../derived/shift";
import type { Board } from "../incidents/board";
import { openList } from "../incidents/list/list";
import type { Line } from "../stream/line";
import type { Player } from "./player";

/** What is in the record does not age: no line can be lost to it. */
const OF_RECORD: Line = { state: "ok", silentS: 0, dataAsOf: null, ending: null, open: false };

export function boardOf(player: Player): Board {
  const { record, selected } = player;
  const list = openList(record);
  return {
    record,
    loaded: signal(true),
    line: signal(OF_RECORD),
    // Nobody works in it: the order is never held.
    list: { ...list, used: () => undefined },
    shift: computed(() => shiftOf(record.state.value)),
    selected,
    hideDrills: signal(false),
    hands: { others: signal([]), deeds: signal([]) },
    select: (id) => {
      selected.value = id;
    },
  };
}

/** Play while it is on: each picture lets as much time pass as went by since the one before. Return how to stop. */
export function keepPlaying(player: Player): () => void {
  let frame = 0;
  const stop = effect(() => {
    cancelAnimationFrame(frame);
    if (!player.playing.value) return;
    let before = performance.now();
    const next = (now: number): void => {
      player.pass(now - before);
      before = now;
      if (player.playing.peek()) frame = requestAnimationFrame(next);
    };
    frame = requestAnimationFrame(next);
  });
  return () => {
    cancelAnimationFrame(frame);
    stop();
  };
}
