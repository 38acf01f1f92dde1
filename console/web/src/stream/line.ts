/** What a screen says about its connection: one value, from how long the hub was not heard. */

import { type Ending, LOST_AFTER_MS, type Protocol, SILENT_AFTER_MS } from "./protocol";

/**
 * `connecting`: never heard anything yet · `ok` · `silent`: amber, with the seconds · `lost`: red band, the picture has
 * stopped · `ended`: signed out, forbidden or left. `dataAsOf` is the hub's time of the last word, in milliseconds.
 */
export interface Line {
  readonly state: "connecting" | "ok" | "silent" | "lost" | "ended";
  readonly silentS: number;
  readonly dataAsOf: number | null;
  readonly ending: Ending | null;
  /** Whether the socket is open and greeted: what is sent now goes out now. */
  readonly open: boolean;
}

/** Return the line's state now. Whole seconds, so that a signal of it changes once a second at most. */
export function lineOf(protocol: Protocol, now: number): Line {
  const silentMs = protocol.silentMs(now);
  const dataAsOf = protocol.heardAt === null ? null : protocol.time.at(protocol.heardAt);
  const silentS = silentMs < SILENT_AFTER_MS ? 0 : Math.floor(silentMs / 1000);
  const common = { silentS, dataAsOf, ending: protocol.ending, open: protocol.open };
  if (protocol.ending !== null) return { state: "ended", ...common };
  if (silentMs >= LOST_AFTER_MS) return { state: "lost", ...common };
  if (protocol.heardAt === null) return { state: "connecting", ...common };
  return { state: silentMs >= SILENT_AFTER_MS ? "silent" : "ok", ...common };
}
