/**
 * The last picture that this phone had, kept for a reload in a dead spot: what is shown then is what was known, with its
 * age, and pressing works. The first answer of the hub replaces it.
 */

import { fromJson, type State, toJson } from "../fold/state";
import { type Me, PICTURE_KEY, readSession } from "../session/session";

export interface Picture {
  readonly state: State;
  /** How far the hub's clock is ahead of this phone's, in milliseconds. */
  readonly aheadMs: number;
  /** The hub's time of the picture, milliseconds since 1970. */
  readonly asOf: number;
}

interface Stored {
  /** Which build wrote it: another may fold otherwise. */
  readonly build: string;
  readonly station: string;
  readonly aheadMs: number;
  readonly asOf: number;
  readonly state: ReturnType<typeof toJson>;
}

/** Return the picture that this station's phone kept; null where there is none, or another build wrote it. */
export function readPicture(me: Me): Picture | null {
  const text = localStorage.getItem(PICTURE_KEY);
  if (text === null) return null;
  const stored = JSON.parse(text) as Stored;
  if (stored.build !== import.meta.url || stored.station !== me.station) return null;
  return { state: fromJson(stored.state), aheadMs: stored.aheadMs, asOf: stored.asOf };
}

export function keepPicture(me: Me, { state, aheadMs, asOf }: Picture): void {
  // A page that is being left because its token was withdrawn must not write down again what was just forgotten.
  if (me.station === null || readSession() === null) return;
  const stored: Stored = { build: import.meta.url, station: me.station, aheadMs, asOf, state: toJson(state) };
  localStorage.setItem(PICTURE_KEY, JSON.stringify(stored));
}
