/** A second step that was begun. It belongs to the incident that it was begun for and to no other. */

export type Step =
  | { readonly kind: "grade"; readonly incident: string; readonly lower: number | null }
  | { readonly kind: "false_alarm" | "close" | "break_off" | "help"; readonly incident: string }
  | { readonly kind: "note"; readonly incident: string; readonly unit: string | null }
  | { readonly kind: "crew"; readonly incident: string; readonly order: string }
  | { readonly kind: "hand_over"; readonly incident: string; readonly order: string | null }
  | PickStep
  | { readonly kind: "split"; readonly incident: string; readonly alarms: readonly string[] }
  | ShelveStep
  | { readonly kind: "merge"; readonly incident: string; readonly into: string | null };

/** A source of the incident is set aside: why, and what of it; the device of its last alarm where `source` is null. */
export interface ShelveStep {
  readonly kind: "shelve";
  readonly incident: string;
  readonly reason: string | null;
  readonly source: string | null;
}

/** Units are picked by their call signs, any number at once: `unit` sends them, `recall` calls them back. */
export interface PickStep {
  readonly kind: "unit" | "recall";
  readonly incident: string;
  /** Units to send, or orders to take back. */
  readonly picked: readonly string[];
  /** What is typed of a call sign. */
  readonly typed: string;
  /** The choice that the arrows are on; null where they are on none. */
  readonly at: string | null;
}

/** Begin to pick. */
export function picking(kind: PickStep["kind"], incident: string, picked: readonly string[] = []): PickStep {
  return { kind, incident, picked, typed: "", at: null };
}

/** Pick one more, or not any longer. */
export function toggled(picked: readonly string[], id: string): readonly string[] {
  return picked.includes(id) ? picked.filter((each) => each !== id) : [...picked, id];
}
