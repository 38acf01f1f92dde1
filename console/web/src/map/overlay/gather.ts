/**
 * What stands too close together to be told apart becomes one mark: the one in front, which says how many stand behind
 * it. An incident never stands behind anything but a more urgent incident, and it is counted.
 */

import type { Kind, Mark } from "../marks/mark";
import { cellOf } from "./boxes";

/** A mark on the screen, in pixels from its upper left corner. */
export interface Spot {
  readonly key: string;
  readonly mark: Mark;
  x: number;
  y: number;
  /** The others that stand behind it. */
  behind: Spot[];
}

/** How far apart two of a kind must be to be drawn both. */
const APART_PX: Readonly<Record<Kind, number>> = {
  incident: 24,
  unit: 20,
  station: 16,
  hydrant: 14,
  closure: 14,
  entrance: 0,
  condition: 16,
  pin: 0,
};

/** How close to an incident a unit stands on it, and the ring that it is drawn on then. */
const ON_IT_PX = 24;
const RING_PX = 32;
/** Degrees clockwise from the right: first below, where crews stand, then to the sides. */
const SEATS = [90, 45, 135, 0, 180, -45, -135];

/** Return those that are drawn, the foremost first. `spots` come foremost first, too. */
export function gathered(spots: readonly Spot[]): Spot[] {
  const front: Spot[] = [];
  const cells = new Map<Kind, Map<number, Spot[]>>();
  const incidents = new Seats();
  for (const spot of spots) {
    const { kind } = spot.mark;
    if (kind === "unit" && incidents.seat(spot) === "full") continue;
    const apart = APART_PX[kind];
    let own = cells.get(kind);
    if (own === undefined) {
      own = new Map();
      cells.set(kind, own);
    }
    const before = apart === 0 ? undefined : nearest(own, spot, apart);
    if (before !== undefined) {
      before.behind.push(spot);
      continue;
    }
    front.push(spot);
    if (kind === "incident") incidents.add(spot);
    if (apart > 0) put(own, cellOf(spot.x, spot.y, apart), spot);
  }
  return front;
}

/** The places around incidents: crews that are on one stand around it, not under it. */
class Seats {
  private readonly cells = new Map<number, Spot[]>();
  private readonly taken = new Map<Spot, number>();

  add(incident: Spot): void {
    put(this.cells, cellOf(incident.x, incident.y, ON_IT_PX), incident);
  }

  /** Move a unit that stands on an incident to the next place beside it; the last ones stand behind the incident. */
  seat(unit: Spot): "free" | "seated" | "full" {
    const incident = nearest(this.cells, unit, ON_IT_PX);
    if (incident === undefined) return "free";
    const seat = this.taken.get(incident) ?? 0;
    const degrees = SEATS[seat];
    if (degrees === undefined) return "full";
    this.taken.set(incident, seat + 1);
    unit.x = incident.x + RING_PX * Math.cos((degrees * Math.PI) / 180);
    unit.y = incident.y + RING_PX * Math.sin((degrees * Math.PI) / 180);
    return "seated";
  }
}

function nearest(cells: ReadonlyMap<number, Spot[]>, { x, y }: Spot, within: number): Spot | undefined {
  for (let across = -1; across <= 1; across++) {
    for (let down = -1; down <= 1; down++) {
      for (const other of cells.get(cellOf(x + across * within, y + down * within, within)) ?? []) {
        if (Math.hypot(other.x - x, other.y - y) < within) return other;
      }
    }
  }
  return undefined;
}

function put(cells: Map<number, Spot[]>, cell: number, spot: Spot): void {
  const known = cells.get(cell);
  if (known === undefined) cells.set(cell, [spot]);
  else known.push(spot);
}
