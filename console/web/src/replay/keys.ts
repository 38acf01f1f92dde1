/**
 * The replay's keys (screens, §7): one handler for the page. Letters act outside of text fields only, unmodified and
 * unrepeated; there is no key that acts on anything but the picture.
 */

import type { Player } from "./player";
import { printReport } from "./print";

/** Listen until the returned function is called. `player` is asked at each press. */
export function listenToPlayerKeys(player: () => Player | null, token: string): () => void {
  const hear = (event: KeyboardEvent): void => {
    const heard = player();
    if (heard === null || event.isComposing || event.keyCode === 229 || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.code !== "KeyP") return;
      event.preventDefault();
      void printReport(heard, token);
    } else if (press(heard, event)) {
      event.preventDefault();
    }
  };
  addEventListener("keydown", hear);
  return () => removeEventListener("keydown", hear);
}

function press(player: Player, event: KeyboardEvent): boolean {
  const { target } = event;
  if (isText(target)) return false;
  const onSlider = target instanceof HTMLInputElement && target.type === "range";
  const elsewhere = target instanceof HTMLElement && target.closest("select, [role=listbox], canvas") !== null;
  switch (event.code) {
    case "ArrowLeft":
    case "ArrowRight":
      if (elsewhere) return false;
      player.jump(event.code === "ArrowRight", event.shiftKey ? "miss" : "milestone");
      return true;
    case "Comma":
    case "Period":
      player.step(event.code === "Period");
      return true;
    case "Space":
      // A button that has the focus is pressed by it; anywhere else it plays.
      if (!onSlider && target instanceof HTMLElement && target.closest("button, a, summary, select") !== null)
        return false;
      if (!event.repeat) player.toggle();
      return true;
    default:
      return !event.repeat && !event.shiftKey && letter(player, event.code);
  }
}

function letter(player: Player, code: string): boolean {
  const digit = /^(?:Digit|Numpad)([1-5])$/.exec(code);
  if (digit !== null) player.setSpeed(Number(digit[1]) - 1);
  else if (code === "KeyB") player.bookmark();
  else if (code === "KeyP") player.ghosts.value = !player.ghosts.peek();
  else return false;
  return true;
}

function isText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== "range" && target.type !== "checkbox";
  return target instanceof HTMLTextAreaElement;
}
