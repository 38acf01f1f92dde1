/** What stands on the slider: the episode's own events, sorted into what a commander looks for. Pure. */

import type { AnyEvent } from "../wire/generated";
import type { Episode } from "./hub";

/** ■ a promise was broken · ▲ something went against the plan · ● a milestone · anything else. */
export type Weight = "miss" | "trouble" | "milestone" | "other";

/** Everything of the episode that happened in one moment. */
export interface Stop {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly weight: Weight;
  readonly events: readonly AnyEvent[];
}

export const WEIGHTS: readonly Weight[] = ["other", "milestone", "trouble", "miss"];

const MILESTONES: ReadonlySet<AnyEvent["type"]> = new Set([
  "incident.opened",
  "incident.confirmed",
  "incident.hand_over_offered",
  "scene.reported",
  "incident.handed_over",
  "incident.merged",
  "incident.closed",
  "incident.reopened",
  "assignment.assigned",
  "assignment.acknowledged",
  "assignment.en_route",
  "assignment.on_scene",
  "assignment.controlled",
  "assignment.released",
  "drill.started",
  "drill.injected",
  "drill.ended",
]);

const TROUBLES: ReadonlySet<AnyEvent["type"]> = new Set([
  "assignment.declined",
  "assignment.recalled",
  "assignment.no_answer",
  "dispatch.shortfall",
  "ladder.climbed",
  "target.warned",
  "drill.broken_off",
]);

/** Too many and too small to stop at. */
const PASSED_OVER: ReadonlySet<AnyEvent["type"]> = new Set(["assignment.delivered", "unit.position", "drill.cued"]);

export function weightOf({ type }: AnyEvent): Weight {
  if (type === "target.missed") return "miss";
  if (TROUBLES.has(type)) return "trouble";
  return MILESTONES.has(type) ? "milestone" : "other";
}

/** Whether an event belongs to the episode itself, and not to the district around it. */
export function isOwn(episode: Episode, event: AnyEvent): boolean {
  if (event.incident !== null && episode.incidents.includes(event.incident)) return true;
  return "drill" in event && event.drill === episode.id;
}

/** Return the episode's stops in order; an order that the roads were closed or opened belongs to every episode. */
export function stopsOf(episode: Episode, events: Iterable<AnyEvent>): Stop[] {
  const found: { at: number; weight: Weight; events: AnyEvent[] }[] = [];
  for (const event of events) {
    const roads = event.type === "road.closed" || event.type === "road.opened";
    if (PASSED_OVER.has(event.type) || !(roads || isOwn(episode, event))) continue;
    const at = Date.parse(event.at);
    const weight = weightOf(event);
    const last = found.at(-1);
    if (last === undefined || last.at !== at) {
      found.push({ at, weight, events: [event] });
    } else {
      last.events.push(event);
      if (WEIGHTS.indexOf(weight) > WEIGHTS.indexOf(last.weight)) last.weight = weight;
    }
  }
  return found;
}

/** The stop that a jump leads to: at least of a weight, the next in time or the one before; null where there is none. */
export function jump(stops: readonly Stop[], from: number, forward: boolean, least: Weight): Stop | null {
  const fits = (stop: Stop) => WEIGHTS.indexOf(stop.weight) >= WEIGHTS.indexOf(least);
  return (
    (forward
      ? stops.find((stop) => stop.at > from && fits(stop))
      : stops.findLast((stop) => stop.at < from && fits(stop))) ?? null
  );
}

/** The last stop up to a time; null before the first one. */
export function stopAt(stops: readonly Stop[], at: number): Stop | null {
  return stops.findLast((stop) => stop.at <= at) ?? null;
}
