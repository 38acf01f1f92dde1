/** Whether a phone would ring if it were called now. Pure: what was measured comes in, what stands in the way goes out. */

export type Mute = "line" | "sound";

/** Return what keeps it from ringing; null: nothing that a page can know. Without a line it does not matter how loud it is. */
export function muteOf(lineOk: boolean, sounds: boolean): Mute | null {
  if (!lineOk) return "line";
  return sounds ? null : "sound";
}
