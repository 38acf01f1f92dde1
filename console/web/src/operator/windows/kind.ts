/** What this window of the desk shows: everything, or on another screen one part of it, with the acts. */

export type WindowKind = "desk" | "map" | "board" | "wall";

const SIDE: readonly WindowKind[] = ["map", "board", "wall"];

/** Return what the address asks for: `/?window=board`. */
export function windowOf(search: string): WindowKind {
  const asked = new URLSearchParams(search).get("window");
  return SIDE.find((each) => each === asked) ?? "desk";
}

export function addressOf(kind: WindowKind): string {
  return kind === "desk" ? "/" : `/?window=${kind}`;
}

/** The field that finds units on the board. */
export const UNIT_FIELD = "find-unit";

/** The field that finds devices on the wall. */
export const WALL_FIELD = "find-device";

/** From here on the desk has room for the board beside everything else. */
export const ROOM_FOR_BOARD = "(min-width: 3200px) and (min-height: 1200px)";

/** Whether the board always stands in this window. */
export function boardIsShown(kind: WindowKind): boolean {
  return kind === "board" || (kind === "desk" && matchMedia(ROOM_FOR_BOARD).matches);
}
