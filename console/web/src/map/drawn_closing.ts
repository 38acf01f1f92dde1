/** A closure that is being put together: what was drawn or found, why, for whom and until when. It asks the hub for ways. */

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Feature, Position } from "geojson";
import type { ClosureArea } from "../wire/generated";
import { areaOf, clicked, type Drawn, featuresOf, nothingDrawn, rounded, type Tool } from "./closing";
import type { Pointed } from "./ground";
import { type MapHub, throwUnlessUnanswered, type Way } from "./hub";

/** What a person says of a closure beside where it is. */
export interface Terms {
  readonly reason: string;
  /** Null: until somebody opens it. */
  readonly minutes: number | null;
  /** Whom it closes the road to; none is everybody. */
  readonly modes: readonly string[];
}

export const NO_TERMS: Terms = { reason: "", minutes: null, modes: [] };

export class Closing {
  readonly drawn: Signal<Drawn> = signal(nothingDrawn("way"));
  readonly found: Signal<readonly Way[] | null> = signal(null);
  /** What is to be said of the last question: no way stands there, or the hub did not answer. */
  readonly complaint: Signal<"nothing_near" | "unanswered" | null> = signal(null);
  readonly features: ReadonlySignal<readonly Feature[]> = computed(() => featuresOf(this.drawn.value));
  readonly area: ReadonlySignal<ClosureArea | null> = computed(() => areaOf(this.drawn.value));

  /** Where a way was clicked; null where it was found by name. */
  readonly clicked: Signal<Position | null> = signal(null);
  readonly terms: Signal<Terms> = signal(NO_TERMS);

  private questions = 0;

  constructor(private readonly hub: MapHub) {}

  readonly take = (tool: Tool): void => {
    this.drawn.value = nothingDrawn(tool);
    this.found.value = null;
    this.clicked.value = null;
    this.complaint.value = null;
  };

  /** Take a way; with the place that was clicked only its piece there, until somebody wants all of it. */
  readonly choose = (way: Way, near: Position | null = null): void => {
    this.drawn.value = { ...nothingDrawn("way"), way, near };
    this.clicked.value = near;
    this.complaint.value = null;
  };

  /** Close all of the way that was clicked, or only the piece there. */
  readonly widen = (whole: boolean): void => {
    this.drawn.value = { ...this.drawn.peek(), near: whole ? null : this.clicked.peek() };
  };

  /** A click on the map. */
  readonly point = async ({ lon, lat }: Pointed): Promise<void> => {
    if (this.drawn.value.tool !== "way") {
      this.drawn.value = clicked(this.drawn.value, lon, lat);
      return;
    }
    const way = await this.answerTo(this.hub.wayAt(lon, lat));
    if (way === null) this.complaint.value = "nothing_near";
    else if (way !== undefined) this.choose(way, [rounded(lon), rounded(lat)]);
  };

  /** Look for a street by a part of its name. */
  readonly search = async (name: string): Promise<void> => {
    const wanted = name.trim();
    const found = await this.answerTo(wanted === "" ? Promise.resolve(null) : this.hub.waysNamed(wanted));
    if (found !== undefined) this.found.value = found;
  };

  /** The answer to the newest question; undefined where there is a newer one, or no answer. */
  private async answerTo<Answer>(question: Promise<Answer>): Promise<Answer | undefined> {
    this.questions += 1;
    const number = this.questions;
    try {
      const answer = await question;
      if (number !== this.questions) return undefined;
      this.complaint.value = null;
      return answer;
    } catch (error) {
      throwUnlessUnanswered(error);
      this.complaint.value = "unanswered";
      return undefined;
    }
  }
}
