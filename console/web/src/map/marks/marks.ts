/** All marks of one kind, kept up by what changed alone: the map is told of differences, never of everything. */

import { EMPTY, type State } from "../../fold/state";
import { type Made, type Maker, type Mark, sameMark } from "./mark";

export interface Difference {
  readonly put: readonly Mark[];
  readonly gone: readonly string[];
}

export class Marks {
  private state: State = EMPTY;
  private readonly made = new Map<string, Made>();
  private next = Number.POSITIVE_INFINITY;

  constructor(private readonly maker: Maker) {}

  /** Take in a newer (or, in a replay, any other) state and time; return what is to be drawn anew. */
  update(state: State, now: number): Difference {
    const ids = new Set(this.maker.touched(this.state, state));
    this.state = state;
    if (now >= this.next) this.addDue(ids, now);
    return this.remake(ids, now);
  }

  /** Make everything anew: the language was switched, or the time went backwards. */
  refresh(now: number): Difference {
    return this.remake(new Set(this.made.keys()), now);
  }

  *values(): IterableIterator<Mark> {
    for (const { mark } of this.made.values()) yield mark;
  }

  /** Add those that look different by now; what is left of the others says when to look again. */
  private addDue(ids: Set<string>, now: number): void {
    this.next = Number.POSITIVE_INFINITY;
    for (const [id, { until }] of this.made) {
      if (until <= now) ids.add(id);
      else this.next = Math.min(this.next, until);
    }
  }

  private remake(ids: ReadonlySet<string>, now: number): Difference {
    const put: Mark[] = [];
    const gone: string[] = [];
    for (const id of ids) {
      const before = this.made.get(id);
      const made = this.maker.make(this.state, id, now);
      if (made !== null) {
        this.made.set(id, made);
        this.next = Math.min(this.next, made.until);
        if (before === undefined || !sameMark(before.mark, made.mark)) put.push(made.mark);
      } else if (before !== undefined) {
        this.made.delete(id);
        gone.push(id);
      }
    }
    return { put, gone };
  }
}
