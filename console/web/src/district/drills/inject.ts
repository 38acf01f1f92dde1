/** What happens in a drill, as a form says it: of every kind that the hub knows. Pure. */

import type { Named } from "../../places/place_index";
import type { Inject, InjectSent } from "../../wire/generated";

export const EFFECTS = [
  "told",
  "lane_blocked",
  "second_fire",
  "lift_lost",
  "leader_out",
  "trapped_more",
] as const satisfies readonly Inject["effect"][];

/** What a form asks for an effect beside its words. */
export const ASKS: Readonly<Record<Inject["effect"], "place" | "station" | "trapped" | null>> = {
  told: null,
  lane_blocked: "place",
  second_fire: "place",
  lift_lost: null,
  leader_out: "station",
  trapped_more: "trapped",
};

export interface Draft {
  readonly effect: Inject["effect"];
  readonly text: string;
  readonly minutes: number;
  readonly place: Named | null;
  readonly floor: number | null;
  readonly station: string | null;
  readonly trapped: number | null;
}

export const NEW: Draft = {
  effect: "told",
  text: "",
  minutes: 0,
  place: null,
  floor: null,
  station: null,
  trapped: null,
};

/** So far around the entrance of a building a lane is blocked, in metres. */
const LANE_M = 60;

/** Whether it says all that its effect needs. */
export function complete({ effect, text, place, station, trapped }: Draft): boolean {
  const asked = ASKS[effect];
  if (asked === "place") return place !== null;
  if (asked === "station") return station !== null;
  if (asked === "trapped") return trapped !== null && trapped >= 1;
  return effect !== "told" || text.trim() !== "";
}

/** Return it as the hub takes it; a lane is blocked at the building's door. */
export function injectOf(draft: Draft, id: string): InjectSent {
  const { effect, place, floor, station, trapped } = draft;
  return {
    id,
    effect,
    text: draft.text.trim(),
    after_s: Math.round(draft.minutes * 60),
    ...(effect === "lane_blocked" && place !== null
      ? { lane: { lon: place.lon, lat: place.lat, radius_m: LANE_M } }
      : {}),
    ...(effect === "second_fire" && place !== null ? { place: { building: place.id, floor } } : {}),
    ...(effect === "leader_out" ? { station } : {}),
    ...(effect === "trapped_more" ? { trapped } : {}),
  };
}
