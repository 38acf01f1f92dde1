/** The names of ways that closures name by their ids: each asked of the hub once. */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type MapHub, throwUnlessUnanswered } from "../../map/hub";

export class WayNames {
  private readonly known: Signal<ReadonlyMap<string, string>> = signal(new Map());
  private readonly asked = new Set<string>();

  constructor(private readonly hub: Pick<MapHub, "way">) {}

  get all(): ReadonlySignal<ReadonlyMap<string, string>> {
    return this.known;
  }

  /** Ask for those that are not known; where the hub does not answer the next look asks again. */
  want(ids: Iterable<string>): void {
    for (const id of ids) {
      if (this.asked.has(id)) continue;
      this.asked.add(id);
      this.hub.way(id).then(
        (way) => {
          this.known.value = new Map([...this.known.peek(), [id, way?.name ?? ""]]);
        },
        (error: unknown) => {
          this.asked.delete(id);
          throwUnlessUnanswered(error);
        },
      );
    }
  }
}
