/** The flood: at every change of a recorded run the rows, the header and the sounds say who needs somebody most. */

import { expect, test } from "vitest";
import { countsOf } from "../derived/counts";
import { RankedIncidents } from "../derived/ranked_incidents";
import { compareRanks, isUrgent, rankOf } from "../derived/urgency";
import { evolve } from "../fold/evolve";
import { EMPTY, type State } from "../fold/state";
import { floodOf } from "../testing/flood";
import type { AnyEvent } from "../wire/generated";
import { Ringing, TAKEN_QUIET_MS } from "./ringing";

const SEED = 60;
const PATIENCE_MS = 120_000;

/** Follow the run; return what was wrong at which event, and how many at once had nobody coming. */
function play(events: readonly AnyEvent[]): { wrong: string[]; most: number; ringing: Ringing; state: State } {
  const list = new RankedIncidents();
  const ringing = new Ringing();
  ringing.look([], 0);
  const takenAt = new Map<string, number>();
  const wrong: string[] = [];
  let state = EMPTY;
  let lone = new Set<string>();
  let most = 0;
  for (const event of events) {
    const before = state;
    const now = Date.parse(event.at);
    state = evolve(state, event);
    const ranks = list.update(state);
    ringing.hear({ event, before, after: state, late: false }, now);
    ringing.look(ranks, now);
    if (event.type === "incident.taken") takenAt.set(event.incident, now);

    const check = (holds: boolean, what: string): void => {
      if (!holds) wrong.push(`event ${event.seq} ${event.type}: ${what}`);
    };
    const alone = ranks.filter(({ glyph }) => glyph === "nobody").map(({ id }) => id);
    const urgent = ranks.filter(isUrgent);
    const left = urgent.some(({ id, taken }) => !taken || now - (takenAt.get(id) ?? 0) >= TAKEN_QUIET_MS);
    const { sound } = ringing.at(now, false);
    check(
      alone.every((id, place) => ranks[place]?.id === id),
      "a row stands above one that nobody goes to",
    );
    const { nobody } = countsOf(ranks);
    check(nobody.count === alone.length && nobody.first === (alone[0] ?? null), "the header counts others");
    check(sound === "urgent" || !(left || alone.some((id) => !lone.has(id))), `it rings ${sound}`);
    check(sound !== "urgent" || urgent.length > 0, "it rings urgent, and nothing is");
    lone = new Set(alone);
    most = Math.max(most, alone.length);
  }
  const anew = [...state.incidents.values()].flatMap((each) => rankOf(state, each) ?? []).sort(compareRanks);
  if (JSON.stringify(list.update(state)) !== JSON.stringify(anew)) wrong.push("the list kept up is not the list anew");
  return { wrong, most, ringing, state };
}

test(
  "60 alarms a minute for five minutes, crews late or never: nobody coming stands first and rings at once",
  () => {
    const { wrong, most, ringing } = play(floodOf(SEED));
    expect(wrong, `seed ${SEED}`).toEqual([]);
    expect(most, "the run has a flood in it").toBeGreaterThan(40);
    expect(ringing.counts.fresh).toBe(300);
  },
  PATIENCE_MS,
);
