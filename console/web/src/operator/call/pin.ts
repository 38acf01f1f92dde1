/** Where a call points while it is being written down, and the street there. */

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { type MapHub, throwUnlessUnanswered } from "../../map/hub";

export interface Spotted {
  readonly lon: number;
  readonly lat: number;
  /** `match` is the first of what was found, not chosen yet. */
  readonly source: "building" | "station" | "street" | "point" | "match";
  readonly name: string;
}

export interface Pin extends Spotted {
  /** The nearest street's name; empty while it is not known, or where none is near. */
  readonly street: string;
}

const QUIET_MS = 120;

/** Follow where a call points: the pin stands at once, its street comes when the hub has said it. */
export function followPin(
  spot: ReadonlySignal<Spotted | null>,
  hub: Pick<MapHub, "wayAt">,
): ReadonlySignal<Pin | null> {
  const pin = signal<Pin | null>(null);
  effect(() => {
    const wanted = spot.value;
    const before = pin.peek();
    if (wanted === null) {
      pin.value = null;
      return;
    }
    const stays = before !== null && before.lon === wanted.lon && before.lat === wanted.lat;
    const street = wanted.source === "street" ? wanted.name : stays ? before.street : "";
    pin.value = { ...wanted, street };
    if (street !== "") return;
    let gone = false;
    // Who is still typing asks about none of the places that pass by.
    const waiting = setTimeout(
      () => {
        hub.wayAt(wanted.lon, wanted.lat).then((way) => {
          if (!gone && way !== null) pin.value = { ...wanted, street: way.name };
        }, throwUnlessUnanswered);
      },
      wanted.source === "match" ? QUIET_MS : 0,
    );
    return () => {
      gone = true;
      clearTimeout(waiting);
    };
  });
  return pin;
}
