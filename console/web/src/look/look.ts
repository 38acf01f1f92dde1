/** Dark or light: switched by hand and kept, for light glares at night and dark reads worse by day. */

import { effect, signal } from "@preact/signals";
import { kept } from "../storage/kept";

export type Look = "dark" | "light";

const LOOKS: readonly Look[] = ["dark", "light"];

export const look = signal<Look>("dark");

/** Show the look that was chosen before, and keep what is chosen from now on. */
export function startLook(): void {
  const keeping = kept("look", LOOKS, "dark");
  look.value = keeping.read();
  effect(() => {
    document.documentElement.dataset.look = look.value;
    keeping.write(look.value);
  });
}
