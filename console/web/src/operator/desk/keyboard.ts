/**
 * The one handler of keys. Letters act outside of text fields only, by physical key, unrepeated and unmodified; F-keys
 * everywhere but while composing; Enter that ends a composition never submits (screens, §4).
 */

import { batch } from "@preact/signals";
import { perform } from "./acts";
import type { Desk, Pane } from "./desk";
import { stepView } from "./steps";

export function listenToKeys(desk: Desk): void {
  addEventListener("keydown", (event) => {
    if (isComposing(event)) {
      desk.composing.value = !isTyping(event.target);
      return;
    }
    desk.composing.value = false;
    if (event.repeat && !event.code.startsWith("Arrow")) return;
    if (batch(() => handle(desk, event))) event.preventDefault();
  });
}

function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229 || event.key === "Process";
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "range", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Return whether the key was for this desk. */
function handle(desk: Desk, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  if (event.key === "Escape") return leave(desk, event);
  const everywhere = desk.keys.everywhere(event.code);
  if (everywhere !== null) return perform(desk, everywhere) || true;
  if (isTyping(event.target)) return false;
  if (event.key === "?") return perform(desk, "keys");
  if (event.shiftKey) return false;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit !== null) return choose(desk, Number(digit[1]));
  if (event.key === "Enter") return enter(desk, event.target);
  const act = desk.keys.actOf(event.code);
  if (act === null || (isArrow(event) && movesItself(event.target))) return false;
  const safe = act === "before" || act === "next" || act === "urgent";
  return desk.resting.peek() && !safe ? true : perform(desk, act);
}

function leave(desk: Desk, event: KeyboardEvent): boolean {
  if (isTyping(event.target)) (event.target as HTMLElement).blur();
  desk.leave();
  return true;
}

function choose(desk: Desk, number: number): boolean {
  const option = currentView(desk)?.options[number - 1];
  if (option === undefined) return false;
  if (!desk.resting.peek()) option.choose();
  return true;
}

/** What stands in the column to be filled in: Enter does it from wherever the hand is, the map too. */
const FORMS: readonly Pane[] = ["call", "update", "lane"];

/** Enter does the step; without one it sends what asks, then what is filled in; else it opens the detail. A button keeps
 * its Enter. */
function enter(desk: Desk, target: EventTarget | null): boolean {
  if (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement) return false;
  const view = currentView(desk);
  if (view !== null) {
    if (!desk.resting.peek()) view.enter?.();
    return true;
  }
  const asking = desk.pressed.entries.peek().find((entry) => entry.state === "asking");
  if (asking !== undefined) {
    if (!desk.resting.peek()) desk.pressed.confirm(asking.id);
    return true;
  }
  if (FORMS.includes(desk.pane.peek())) document.querySelector<HTMLFormElement>("#detail form")?.requestSubmit();
  else document.getElementById("detail")?.focus();
  return true;
}

function currentView(desk: Desk) {
  const [step, incident] = [desk.step.peek(), desk.incident.peek()];
  return step === null || incident === null ? null : stepView(desk, step, incident);
}

function isArrow(event: KeyboardEvent): boolean {
  return event.code.startsWith("Arrow");
}

/** Radio buttons, sliders and the map move by the arrows themselves. */
function movesItself(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || (target instanceof HTMLElement && target.closest(".map") !== null);
}
