/** A second step that was begun. It belongs to the incident that it was begun for and to no other. */

export type Step =
  | { readonly kind: "grade"; readonly incident: string; readonly lower: number | null }
  | { readonly kind: "false_alarm" | "unit" | "note" | "close" | "break_off"; readonly incident: string }
  | { readonly kind: "recall"; readonly incident: string; readonly order: string | null }
  | { readonly kind: "split"; readonly incident: string; readonly alarms: readonly string[] }
  | { readonly kind: "merge"; readonly incident: string; readonly into: string | null };
