/** A small record for tests: events numbered and dated as a hub would, with only what a test cares about said. All 示例. */

import { fold } from "../fold/evolve";
import { EMPTY, type State } from "../fold/state";
import type { AnyEvent, EventType } from "../wire/generated";

type Fields<K extends EventType> = Partial<Extract<AnyEvent, { type: K }>>;

/** When the record begins. */
export const START = Date.parse("2026-11-22T02:00:00.000Z");

export class Story {
  readonly events: AnyEvent[] = [];
  private seconds = 0;

  /** The state after everything told so far. */
  get state(): State {
    return fold(this.events, EMPTY);
  }

  get now(): number {
    return START + this.seconds * 1000;
  }

  /** Let time pass. */
  wait(seconds: number): this {
    this.seconds += seconds;
    return this;
  }

  tell<K extends EventType>(type: K, fields: Fields<K>): this {
    const head = {
      v: 1,
      seq: this.events.length + 1,
      at: new Date(this.now).toISOString(),
      by: { role: "hub", name: "hub", station: null },
      cause: null,
      incident: null,
      exercise: false,
      to: [],
    };
    this.events.push({ type, ...head, ...fields } as unknown as AnyEvent);
    return this;
  }

  opens(incident: string, fields: Fields<"incident.opened"> = {}): this {
    const place = { lon: 106.57, lat: 29.56, building: null, floor: null, text: "示例" };
    const number = `11-${String(this.events.length).padStart(4, "0")}`;
    const seen = { number, kind: "smoke", place, grade: 1, trapped: null, test: false, flags: [], drill: null };
    return this.tell("incident.opened", { incident, ...seen, ...fields });
  }

  /** One crew with a minute to arrive and three to handle. */
  sends(incident: string, assignment: string, fields: Fields<"assignment.assigned"> = {}): this {
    const clock = (name: string, milestone: string, limit_s: number) => ({
      name,
      start: "assigned",
      milestone,
      limit_s,
      due_at: new Date(this.now + limit_s * 1000).toISOString(),
    });
    return this.tell("assignment.assigned", {
      incident,
      assignment,
      unit: `${assignment}-unit`,
      station: "m1",
      mode: "foot",
      eta_s: 48,
      legs: null,
      reason: "plan default",
      because: { type: "by_plan", plan: "default" },
      targets: [clock("arrive", "on_scene", 60), clock("handle", "controlled", 180)],
      number: "11-0001",
      kind: "smoke",
      place: { lon: 106.57, lat: 29.56, building: null, floor: null, text: "示例" },
      grade: 1,
      trapped: null,
      record: {
        alarms: [],
        notes: [],
        going: [],
        opened_at: null,
        building: null,
        orders: [],
        flags: [],
        unread: {},
        signal_at: null,
        requests: [],
        site: null,
        reports: [],
        offered_at: null,
        handed_over_at: null,
        calls: [],
      },
      ...fields,
    });
  }

  /** What happens to an order. */
  order<K extends Extract<EventType, `assignment.${string}` | `target.${string}`>>(
    type: K,
    incident: string,
    assignment: string,
    fields: object = {},
  ): this {
    const of = { incident, assignment, unit: `${assignment}-unit`, station: "m1", counts_from: null };
    return this.tell(type, { ...of, ...fields } as Fields<K>);
  }
}

/** Numbers between 0 and 1 that a seed gives again (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
