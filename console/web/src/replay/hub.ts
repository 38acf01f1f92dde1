/** What the hub says of the past: which incidents and drills there were, a part of the record, what if. */

import { fromJson, type State } from "../fold/state";
import type { AnyEvent, Instant, State as Json, Milestone, Place } from "../wire/generated";
import { ask } from "../wire/http";

/** One incident that was no part of a drill, or one drill with its incidents: an answer of `GET /api/v1/episodes`. */
export interface Episode {
  readonly id: string;
  readonly drill: boolean;
  readonly incidents: readonly string[];
  readonly numbers: readonly string[];
  /** The drill's; empty for an operation. */
  readonly name: string;
  readonly kind: string;
  readonly place: Place;
  readonly building_name: string | null;
  readonly grade: number;
  readonly exercise: boolean;
  readonly test: boolean;
  readonly began_at: Instant;
  /** Null while it goes on. */
  readonly ended_at: Instant | null;
  readonly ending: string | null;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly orders: number;
  readonly misses: number;
}

export interface Episodes {
  readonly episodes: readonly Episode[];
  /** The `before` of the next page. */
  readonly next: number | null;
}

/** The part of the record that an episode played in: everything in the district, from just before it to its end. */
export interface Part {
  readonly episode: Episode;
  readonly start: State;
  readonly events: readonly AnyEvent[];
}

export interface RerunOrder {
  readonly assignment: string;
  readonly unit: string;
  readonly station: string;
  readonly reason: string;
  readonly at: Instant;
  readonly eta_s: number | null;
  readonly milestones: readonly { readonly name: Milestone; readonly at: Instant }[];
}

export interface Sent {
  readonly ordered_s: number;
  readonly predicted_s: number | null;
  readonly arrived_s: number | null;
  readonly in_time: boolean | null;
}

/** The answer of `POST /api/v1/incidents/ID/whatif`, as far as it is shown. */
export interface WhatIf {
  readonly incident: string;
  readonly changes: readonly string[];
  readonly network: string;
  readonly networks: readonly string[];
  readonly pairs: readonly {
    readonly unit: string;
    readonly recorded: Sent | null;
    readonly rerun: Sent | null;
    readonly later_s: number | null;
  }[];
  readonly same_units: boolean;
  readonly first_recorded_s: number | null;
  readonly first_rerun_s: number | null;
  readonly first_really_s: number | null;
  readonly notes: readonly string[];
  readonly rerun: { readonly orders: readonly RerunOrder[]; readonly opened_at: Instant };
}

export interface Search {
  readonly text: string;
  readonly day: string;
  readonly before: number | null;
}

const PAGE = 1000;
const LISTED = 50;

/** Asks one hub as one person. Each method throws what `ask` throws. */
export class PastHub {
  constructor(readonly token: string) {}

  search({ text, day, before }: Search): Promise<Episodes> {
    const query = new URLSearchParams({ text, limit: String(LISTED) });
    if (day !== "") query.set("day", day);
    if (before !== null) query.set("before", String(before));
    return this.get(`/api/v1/episodes?${query}`);
  }

  episode(id: string): Promise<Episode> {
    return this.get(`/api/v1/episodes/${encodeURIComponent(id)}`);
  }

  /** Return the hub's own state just after an event. */
  async stateAt(seq: number): Promise<Json> {
    return (await this.get<{ state: Json }>(`/api/v1/state?at=${seq}`)).state;
  }

  /** Read an episode's part of the record; `progress` is told how far it is. What goes on is read to the head. */
  async read(id: string, progress: (seq: number, last: number) => void): Promise<Part> {
    const episode = await this.episode(id);
    const before = episode.first_seq - 1;
    const start = fromJson(await this.stateAt(before));
    const last = episode.ended_at === null ? Number.POSITIVE_INFINITY : episode.last_seq;
    const events: AnyEvent[] = [];
    for (let after = before; after < last; ) {
      const page = await this.get<{ events: AnyEvent[]; position: { seq: number } }>(
        `/api/v1/events?after=${after}&limit=${PAGE}`,
      );
      if (page.position.seq === after) break;
      after = page.position.seq;
      for (const event of page.events) if (event.seq <= last) events.push(event);
      progress(after, Math.max(after, episode.last_seq));
    }
    return { episode, start, events };
  }

  whatIf(incident: string, changes: readonly string[]): Promise<WhatIf> {
    const path = `/api/v1/incidents/${encodeURIComponent(incident)}/whatif`;
    return ask("POST", path, { token: this.token, body: { changes } });
  }

  private get<Answer>(path: string): Promise<Answer> {
    return ask("GET", path, { token: this.token });
  }
}
