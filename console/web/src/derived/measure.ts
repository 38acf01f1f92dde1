/** What an event costs the page's main thread, apart from painting. Run by `tools/bench-fold.mjs`. */

import { evolve, fold } from "../fold/evolve";
import { EMPTY } from "../fold/state";
import { START, Story } from "../testing/events";
import type { AnyEvent } from "../wire/generated";
import { RankedIncidents } from "./ranked_incidents";
import { shiftOf } from "./shift";
import { shownTarget } from "./shown_clock";

const OPEN_INCIDENTS = 2000;
const CREWS_EACH = 3;
const CHANGES = 5000;
const ROWS_ON_VIEW = 40;

export interface Measured {
  readonly openIncidents: number;
  readonly foldUs: number;
  readonly listUs: number;
  readonly rowsUs: number;
  readonly shiftUs: number;
  /** At 50 events a second: each folded and listed, the rows anew for each of 25 pictures, the counts four times. */
  readonly shareOfMainThread: number;
}

/** Fold 5,000 changes over 2,000 open incidents and time each part. */
export function measure(clock: { now(): number }): Measured {
  const { events, start } = busy();
  let state = fold(events.slice(0, start), EMPTY);
  const list = new RankedIncidents();
  list.update(state);
  const spent = { fold: 0, list: 0, rows: 0, shift: 0 };
  const timed = <T>(part: keyof typeof spent, act: () => T): T => {
    const begun = clock.now();
    const result = act();
    spent[part] += clock.now() - begun;
    return result;
  };
  for (const event of events.slice(start)) {
    state = timed("fold", () => evolve(state, event));
    const ranks = timed("list", () => list.update(state));
    timed("rows", () => {
      for (const { id, clock: shown } of ranks.slice(0, ROWS_ON_VIEW)) {
        const incident = state.incidents.get(id);
        if (incident !== undefined) shownTarget(state, incident, shown, START);
      }
    });
    timed("shift", () => shiftOf(state));
  }
  const us = (ms: number) => Math.round((ms * 10_000) / CHANGES) / 10;
  const secondMs = (50 * (spent.fold + spent.list) + 25 * spent.rows + 4 * spent.shift) / CHANGES;
  return {
    openIncidents: state.incidents.size,
    foldUs: us(spent.fold),
    listUs: us(spent.list),
    rowsUs: us(spent.rows),
    shiftUs: us(spent.shift),
    shareOfMainThread: Math.round(secondMs * 10) / 10_000,
  };
}

/** A surge: 2,000 incidents with three crews each, then changes all over them. */
function busy(): { events: AnyEvent[]; start: number } {
  const story = new Story();
  const order = (index: number) => `asg-${index % OPEN_INCIDENTS}-${index % CREWS_EACH}`;
  for (let index = 0; index < OPEN_INCIDENTS; index++) {
    story.opens(`inc-${index}`);
    for (let crew = 0; crew < CREWS_EACH; crew++) story.sends(`inc-${index}`, `asg-${index}-${crew}`);
  }
  const start = story.events.length;
  for (let change = 0; change < CHANGES; change++) {
    const index = (change * 7919) % OPEN_INCIDENTS;
    const incident = `inc-${index}`;
    const target = { target: "arrive", milestone: "on_scene", limit_s: 60, percent: 80, predicted_late_s: null };
    if (change % 4 === 0) story.order("assignment.acknowledged", incident, order(index));
    else if (change % 4 === 1) story.order("target.warned", incident, order(index), target);
    else if (change % 4 === 2) story.tell("incident.taken", { incident });
    else story.tell("incident.graded", { incident, grade: 1 + (change % 5), before: 1 });
  }
  return { events: story.events, start };
}
