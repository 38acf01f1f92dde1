/** The hands on incidents, followed from presence frames and events, and this operator's own told to the others. */

import { signal } from "@preact/signals";
import { OF_EVENTS } from "../../incidents/deed_words";
import type { Deed, Doing, Hand, OthersHands } from "../../incidents/hands";
import type { LiveRecord } from "../../record/live";
import { everySteadily } from "../../stream/steady";

export interface Hands extends OthersHands {
  /** Say what is done here; it is said again and again, for others forget. */
  readonly tell: (incident: string | null, doing: Doing) => void;
}

const TELL_EVERY_MS = 5_000;
const FORGET_AFTER_MS = 12_000;
const MARK_FOR_MS = 5_000;
const LOOK_EVERY_MS = 1_000;

const DOINGS: readonly string[] = ["viewing", "handling", "writing"] satisfies Doing[];
const CENTRE: readonly string[] = ["dispatcher", "admin", "commander"];

export function openHands(record: LiveRecord, me: string): Hands {
  const others = signal<readonly Hand[]>([]);
  const deeds = signal<readonly Deed[]>([]);
  let own: { incident: string; doing: Doing } | null = null;
  let toldAt = 0;

  const say = (): void => {
    if (own === null) return;
    record.tellPresence(own);
    toldAt = performance.now();
  };
  record.onPresence(({ who, incident, doing }) => {
    if (!DOINGS.includes(doing)) return;
    const hand: Hand = { who, incident, doing: doing as Doing, at: performance.now() };
    others.value = [...others.peek().filter((each) => each.who !== who), hand];
  });
  let cause: string | null = null;
  record.onEvent(({ event, late }) => {
    // Of a command's events the first is what the person did; the others follow from it.
    const follows = event.cause === cause;
    cause = event.cause;
    if (late || follows || event.incident === null || !(event.type in OF_EVENTS)) return;
    if (event.by.name === me || !CENTRE.includes(event.by.role)) return;
    const deed = { who: event.by.name, incident: event.incident, type: event.type, at: performance.now() };
    deeds.value = [...deeds.peek().filter((each) => each.incident !== deed.incident), deed];
  });
  everySteadily(LOOK_EVERY_MS, () => {
    const now = performance.now();
    const there = others.peek().filter((each) => now - each.at < FORGET_AFTER_MS);
    if (there.length !== others.peek().length) others.value = there;
    const fresh = deeds.peek().filter((each) => now - each.at < MARK_FOR_MS);
    if (fresh.length !== deeds.peek().length) deeds.value = fresh;
    if (now - toldAt >= TELL_EVERY_MS) say();
  });
  return {
    others,
    deeds,
    tell: (incident, doing) => {
      if (own?.incident === incident && own?.doing === doing) return;
      own = incident === null ? null : { incident, doing };
      say();
    },
  };
}
