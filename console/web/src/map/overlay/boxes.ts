/** Boxes of a screen that must not lie on each other, found by the cells that they touch. */

const CELL_PX = 48;

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export class Boxes {
  private readonly cells = new Map<number, Box[]>();

  add(box: Box): void {
    for (const cell of cellsOf(box)) {
      const known = this.cells.get(cell);
      if (known === undefined) this.cells.set(cell, [box]);
      else known.push(box);
    }
  }

  /** How many of the boxes lie under this one; `own` does not count. */
  under(box: Box, own: Box): number {
    const found = new Set<Box>();
    for (const cell of cellsOf(box)) {
      for (const other of this.cells.get(cell) ?? []) if (other !== own && meet(box, other)) found.add(other);
    }
    return found.size;
  }
}

export function around(x: number, y: number, half: number): Box {
  return { left: x - half, top: y - half, right: x + half, bottom: y + half };
}

export function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** A cell as one number: columns by thousands. */
export function cellOf(x: number, y: number, cellPx: number): number {
  return Math.floor(x / cellPx) * 4096 + Math.floor(y / cellPx);
}

function* cellsOf({ left, top, right, bottom }: Box): IterableIterator<number> {
  for (let x = left; ; x = Math.min(x + CELL_PX, right)) {
    for (let y = top; ; y = Math.min(y + CELL_PX, bottom)) {
      yield cellOf(x, y, CELL_PX);
      if (y >= bottom) break;
    }
    if (x >= right) break;
  }
}
