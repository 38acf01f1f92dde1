/** Where a page is in the record, and what proves whose history it holds. */

import type { RecordPosition } from "../wire/generated";

export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/** The newest event whose chained hash the hub told. */
export interface Proof {
  readonly seq: number;
  readonly hash: string;
}

/** Return the position alone. */
export function placeOf(told: RecordPosition): Position {
  return { epoch: told.epoch, seq: told.seq };
}

/** Whether two are the same place of the same record. */
export function isSame(one: Position, other: Position | null): boolean {
  return one.epoch === other?.epoch && one.seq === other.seq;
}

/** Return the proof that a position brings which is the page's own; without one, what was held before. */
export function proofOf(told: RecordPosition | undefined, held: Position | null, before: Proof | null): Proof | null {
  if (typeof told?.hash !== "string" || !isSame(told, held)) return before;
  return { seq: told.seq, hash: told.hash };
}

/** Return the position held, with the newest hash that belongs to it. */
export function proven(
  held: Position | null,
  proof: Proof | null,
): (Position & { hash?: string; hash_seq?: number }) | null {
  if (held === null || proof === null || proof.seq > held.seq) return held;
  return { ...held, hash: proof.hash, hash_seq: proof.seq };
}
