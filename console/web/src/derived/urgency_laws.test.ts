/** What must hold of urgency whatever happens to an incident: 100 stories by seeds, each asked after every event. */

import { expect, test, vi } from "vitest";
import { evolve, fold } from "../fold/evolve";
import { EMPTY, type State } from "../fold/state";
import { Story } from "../testing/events";
import { happenTo } from "../testing/orders";
import type { AnyEvent } from "../wire/generated";
import { ordersOf } from "./targets";
import { compareRanks, GLYPHS, type Rank, rankOf } from "./urgency";

// How long it takes says nothing about the laws.
vi.setConfig({ testTimeout: 120_000 });

const SEEDS = Array.from({ length: 100 }, (_, index) => index + 1);
const BY = { role: "dispatcher", name: "王示例", station: null } as const;

function rankIn(state: State, id = "i1"): Rank {
  const incident = state.incidents.get(id);
  const rank = incident === undefined ? null : rankOf(state, incident);
  if (rank === null) throw new Error(`no open incident ${id}`);
  return rank;
}

const level = (rank: Rank) => GLYPHS.indexOf(rank.glyph);

/** Ask of every moment of every story. */
function always(law: (state: State, story: Story, named: string) => void): void {
  for (const seed of SEEDS) {
    const story = new Story().opens("i1");
    happenTo(story, "i1", seed, 12);
    let state = EMPTY;
    for (const event of story.events) {
      state = evolve(state, event);
      law(state, story, `seed ${seed}, event ${event.seq} ${event.type}`);
    }
  }
}

/** What would be, had this happened next. */
function after(state: State, story: Story, type: string, fields: object): State {
  const head = {
    v: 1,
    seq: state.seq + 1,
    at: new Date(story.now).toISOString(),
    by: BY,
    cause: null,
    exercise: false,
  };
  return fold([{ ...head, to: [], type, incident: "i1", ...fields } as unknown as AnyEvent], state);
}

const activeIn = (state: State) => {
  const incident = state.incidents.get("i1");
  return incident === undefined ? [] : ordersOf(state, incident).filter((each) => each.ending === null);
};

test("taking an incident changes nothing but whose hand it is in, and never its level", () => {
  always((state, story, named) => {
    const taken = rankIn(after(state, story, "incident.taken", {}));
    expect({ ...taken, taken: false }, named).toEqual({ ...rankIn(state), taken: false });
  });
});

test("an answer never makes it more urgent, until it is handled and somebody says that they come nevertheless", () => {
  always((state, story, named) => {
    if (rankIn(state).glyph === "closing") return;
    for (const { id, unit, station } of activeIn(state)) {
      const answered = after(state, story, "assignment.acknowledged", { assignment: id, unit, station });
      expect(level(rankIn(answered)), named).toBeGreaterThanOrEqual(level(rankIn(state)));
    }
  });
});

test("silence, and calling a crew back, never make it less urgent while nobody is there and nothing was handled", () => {
  always((state, story, named) => {
    if (rankIn(state).coming === "there") return;
    for (const { id, unit, station } of activeIn(state)) {
      for (const type of ["assignment.no_answer", "assignment.recalled"]) {
        const then = rankIn(after(state, story, type, { assignment: id, unit, station }));
        if (then.glyph !== "closing" && !wasLoudest(state, id)) {
          expect(level(then), `${named}, ${type}`).toBeLessThanOrEqual(level(rankIn(state)));
        }
      }
    }
  });
});

/** Whether what made it urgent was this order's own promise to handle it, or to come once somebody had been there. */
function wasLoudest(state: State, order: string): boolean {
  return rankIn(state).clock?.order === order;
}

test("nobody comes exactly where no order stands that was answered or may be, and nothing was handled", () => {
  always((state, _story, named) => {
    const rank = rankIn(state);
    const open = activeIn(state).some(
      (each) =>
        each.no_answer_at === null ||
        [each.acknowledged_at, each.en_route_at, each.on_scene_at, each.controlled_at].some(Boolean),
    );
    if (rank.glyph === "nobody") expect(open, named).toBe(false);
    if (!open && rank.glyph !== "closing") expect(rank.glyph, named).toBe("nobody");
    expect(rank.nobodySince !== null, named).toBe(rank.glyph === "nobody");
  });
});

test("what the bar shows is as bad as the glyph says", () => {
  always((state, _story, named) => {
    const { glyph, clock } = rankIn(state);
    if (glyph === "nobody" || glyph === "closing") expect(clock, named).toBeNull();
    else if (glyph === "late") expect(clock?.state, named).toBe("missed");
    else expect(clock?.state ?? "running", named).toBe(glyph);
  });
});

test("the order is one: of any three ranks, two comparisons decide the third", () => {
  const ranks = SEEDS.slice(0, 40).map((seed) => {
    const story = new Story().opens("i1", { trapped: seed % 3, grade: 1 + (seed % 5) });
    happenTo(story, "i1", seed, 12);
    return { ...rankIn(story.state), id: `i${seed}`, taken: seed % 2 === 0 };
  });
  const sorted = [...ranks].sort(compareRanks);
  sorted.forEach((one, place) => {
    for (const other of sorted.slice(place + 1)) expect(compareRanks(one, other)).toBeLessThan(0);
  });
});
