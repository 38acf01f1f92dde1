/**
 * What part of the ground is shown: the place in question with everybody who comes to it, or the whole district. It looks
 * again when somebody else was sent and when the window changed, and never takes the map from a person who moved it: they
 * press a button to come back.
 */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Feature, Position } from "geojson";
import type { Focus, Ground, Moved } from "./ground";

export class Camera {
  /** Whether a person moved the map away from what it would show by itself. */
  readonly strayed: ReadonlySignal<boolean>;
  private readonly away: Signal<boolean> = signal(false);
  private ground: Ground | null = null;
  private focus: Focus | null = null;
  private ways: readonly Position[] = [];

  constructor() {
    this.strayed = this.away;
  }

  /** Show it on a ground; null where there is none any more. */
  take(ground: Ground | null): void {
    this.ground = ground;
    if (this.focus !== null) this.look();
  }

  /** Look at something: at the same as before only where nobody moved the map. Without a name it was asked for. */
  lookAt(focus: Focus | null): void {
    const same = focus?.of !== undefined && focus.of === this.focus?.of;
    if (!same) this.away.value = false;
    if (focus?.of !== this.focus?.of) this.ways = [];
    this.focus = focus;
    if (focus !== null && !this.away.peek()) this.look();
  }

  /** The ways that are drawn are to be seen whole. */
  along(ways: readonly Feature[]): void {
    this.ways = ways.flatMap(cornersOf);
    if (this.ways.length > 0 && !this.away.peek()) this.look();
  }

  moved(how: Moved): void {
    if (how === "by hand") this.away.value = true;
    else if (how === "resized" && !this.away.peek()) this.look();
  }

  zoomBy(levels: number): void {
    this.away.value = true;
    this.ground?.zoomBy(levels);
  }

  showWhole(): void {
    this.away.value = this.focus !== null;
    this.ground?.showWhole();
  }

  /** Back to what it shows by itself. */
  readonly back = (): void => {
    this.away.value = false;
    this.look();
  };

  private look(): void {
    if (this.focus === null) this.ground?.showWhole();
    else if (this.focus.also === undefined) this.ground?.goTo(this.focus);
    else this.ground?.goTo({ ...this.focus, also: [...this.focus.also, ...this.ways] });
  }
}

/** The corners of the box around a way. */
function cornersOf({ geometry }: Feature): Position[] {
  if (geometry.type !== "LineString" || geometry.coordinates.length === 0) return [];
  const lons = geometry.coordinates.map(([lon = 0]) => lon);
  const lats = geometry.coordinates.map(([, lat = 0]) => lat);
  return [
    [Math.min(...lons), Math.min(...lats)],
    [Math.max(...lons), Math.max(...lats)],
  ];
}
