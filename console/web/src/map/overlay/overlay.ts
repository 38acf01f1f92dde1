/**
 * The marks, drawn on a sheet of their own above the ground. A mark that changes costs no picture of the roads, and what
 * stands too close together is one mark: two thousand incidents are as many pictures as there is room for.
 */

import type { Colours } from "../colours";
import { keyOf, type Selected, type Standing } from "../ground";
import type { Mark } from "../marks/mark";
import type { Difference } from "../marks/marks";
import { gathered, type Spot } from "./gather";
import { labelled, type Room, type Seen } from "./labels";
import { paint } from "./paint";
import { Sprites } from "./sprites";

/** How often marks that changed are drawn at most: a surge costs a few pictures a second, not fifty. */
const EVERY_MS = 120;
/** How far beside a mark a finger may be. */
const NEAR_PX = 18;
/** What stands this far beyond the edge is drawn: half of it is seen. */
const MARGIN_PX = 40;

/** Where the ground is looked at from. */
export interface Eye {
  readonly room: () => Room;
  readonly zoom: () => number;
  /** How a place becomes pixels from the upper left corner, as the ground is seen now. */
  readonly projection: () => (lon: number, lat: number) => readonly [number, number];
}

export class Overlay {
  /** What is drawn, the foremost first; the browser's tests read it here. */
  readonly canvas = document.createElement("canvas") as HTMLCanvasElement & { seen?: readonly Seen[] };
  private readonly marks = new Map<string, Mark>();
  private readonly sprites: Sprites;
  private seen: readonly Seen[] = [];
  private selected = "";
  private held: ReadonlySet<string> = new Set();
  /** What was selected when it was painted last, and how large; empty: paint in any case. */
  private painted = "";
  private waiting = false;
  private closed = false;

  constructor(
    place: HTMLElement,
    private readonly eye: Eye,
    private colours: Colours,
  ) {
    this.sprites = new Sprites(colours);
    this.canvas.className = "marks";
    this.canvas.setAttribute("aria-hidden", "true");
    place.append(this.canvas);
  }

  readonly put = ({ put, gone }: Difference): void => {
    for (const mark of put) this.marks.set(keyOf(mark), mark);
    for (const key of gone) this.marks.delete(key);
    if (put.length > 0 || gone.length > 0) this.later();
  };

  /** What is selected, and those that are named first beside it. */
  select(selected: Selected | null, related: readonly Selected[]): void {
    this.selected = selected === null ? "" : keyOf(selected);
    this.held = new Set([this.selected, "pin/pin", ...related.map(keyOf)]);
    this.later();
  }

  redress(colours: Colours): void {
    this.colours = colours;
    this.sprites.redress(colours);
    this.painted = "";
    this.draw();
  }

  /** The mark nearest to a point of the screen; of those that are as near, the foremost. */
  at(x: number, y: number): Seen | null {
    let best: { seen: Seen; distance: number } | null = null;
    for (const seen of this.seen) {
      const distance = Math.hypot(seen.spot.x - x, seen.spot.y - y);
      if (distance <= NEAR_PX && (best === null || distance < best.distance - 4)) best = { seen, distance };
    }
    return best?.seen ?? null;
  }

  whereIs(mark: Selected): Standing | null {
    const key = keyOf(mark);
    const found = this.seen.find(({ spot }) => spot.key === key)?.spot;
    return found === undefined ? null : { x: found.x, y: found.y, ...this.eye.room() };
  }

  /** Draw at once: the ground was moved. */
  draw(): void {
    if (this.closed) return;
    const room = this.eye.room();
    const zoom = this.eye.zoom();
    const front = gathered(this.spots(room, zoom));
    const labels = labelled(front, this.held, zoom, room, this.sprites.measure);
    const seen = front.map((spot) => ({ spot, label: labels.get(spot) ?? null }));
    const painted = `${this.selected} ${room.width} ${room.height} ${devicePixelRatio}`;
    const same = painted === this.painted && sameSeen(seen, this.seen);
    this.canvas.seen = this.seen = seen;
    this.painted = painted;
    // What changed behind something else, or far from here, costs no picture.
    if (same) return;
    paint(this.canvas, room, this.seen, { selected: this.selected, sprites: this.sprites, colours: this.colours });
  }

  close(): void {
    this.closed = true;
    this.canvas.remove();
  }

  private later(): void {
    if (this.waiting) return;
    this.waiting = true;
    setTimeout(
      () =>
        requestAnimationFrame(() => {
          this.waiting = false;
          this.draw();
        }),
      EVERY_MS,
    );
  }

  /** What is within the picture, the foremost first. */
  private spots({ width, height }: Room, zoom: number): Spot[] {
    const found: Spot[] = [];
    const pixel = this.eye.projection();
    for (const [key, mark] of this.marks) {
      if (zoom < mark.from) continue;
      const [left, top] = pixel(mark.lon, mark.lat);
      const [right, down] = mark.offset;
      const x = left + right;
      const y = top + down;
      if (x < -MARGIN_PX || y < -MARGIN_PX || x > width + MARGIN_PX || y > height + MARGIN_PX) continue;
      found.push({ key, mark, x, y, behind: [] });
    }
    const weight = ({ key, mark }: Spot): number => mark.rank + (this.held.has(key) ? 1000 : 0);
    return found.sort((one, other) => weight(other) - weight(one) || (one.key < other.key ? -1 : 1));
  }
}

/** Whether two pictures are the same. */
function sameSeen(one: readonly Seen[], other: readonly Seen[]): boolean {
  return one.length === other.length && one.every((each, at) => sameOne(each, other[at] as Seen));
}

function sameOne({ spot, label }: Seen, other: Seen): boolean {
  const { mark, x, y, behind } = spot;
  if (x !== other.spot.x || y !== other.spot.y || behind.length !== other.spot.behind.length) return false;
  if (mark.icon !== other.spot.mark.icon || mark.label !== other.spot.mark.label) return false;
  if (spot.key !== other.spot.key || (label === null) !== (other.label === null)) return false;
  return label?.box.left === other.label?.box.left && label?.box.top === other.label?.box.top;
}
