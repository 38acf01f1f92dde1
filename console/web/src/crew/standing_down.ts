/** Orders that ended without this station's doing, until somebody has read it. */

import { signal } from "@preact/signals";
import type { AnyEvent } from "../wire/generated";
import type { Ended } from "./news";

/** `recalled`: turn back · `over`: the centre closed it or took the crew out · `unknown`: it ended while this phone was away. */
export interface StandDown extends Ended {
  readonly why: "recalled" | "over" | "unknown";
}

export class StandingDown {
  readonly unread = signal<readonly StandDown[]>([]);
  private readonly endings = new Map<string, AnyEvent>();

  constructor(private readonly station: string | null) {}

  /** Take in an event: it may say why an order ends. */
  hear(event: AnyEvent): void {
    const ends = ["assignment.recalled", "assignment.released", "assignment.declined"].includes(event.type);
    if (ends && "assignment" in event && event.assignment !== null) this.endings.set(event.assignment, event);
  }

  /** Take in orders that are over; what the station itself said needs no word. */
  put(ended: readonly Ended[]): void {
    const fresh = ended.flatMap((each) => {
      const event = this.endings.get(each.order.id);
      this.endings.delete(each.order.id);
      const own = event?.by.role === "station" && event.by.station === this.station;
      return own ? [] : [{ ...each, why: whyOf(event) }];
    });
    if (fresh.length > 0) this.unread.value = [...this.unread.peek(), ...fresh];
  }

  /** Somebody has read all of them. */
  read(): void {
    this.unread.value = [];
  }

  /** Somebody goes to a real incident: what was a drill needs no further word. */
  forgetDrills(): void {
    this.unread.value = this.unread.peek().filter((each) => !each.incident.exercise);
  }
}

function whyOf(event: AnyEvent | undefined): StandDown["why"] {
  if (event === undefined) return "unknown";
  return event.type === "assignment.recalled" ? "recalled" : "over";
}
