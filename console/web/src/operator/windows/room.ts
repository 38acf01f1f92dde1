/** Whether the desk has room for the board beside everything else; it follows the window's size. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ROOM_FOR_BOARD } from "./kind";

export function useRoom(): boolean {
  const room = useSignal(matchMedia(ROOM_FOR_BOARD).matches);
  useEffect(() => {
    const media = matchMedia(ROOM_FOR_BOARD);
    const follow = () => {
      room.value = media.matches;
    };
    media.addEventListener("change", follow);
    return () => media.removeEventListener("change", follow);
  }, [room]);
  return room.value;
}
