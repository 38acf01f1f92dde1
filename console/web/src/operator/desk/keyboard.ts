/**
 * The one handler of keys. Letters act outside of text fields only, by physical key, unrepeated and unmodified; F-keys
 * everywhere but while composing; Enter that ends a composition never submits (screens, §4). A control that was clicked
 * gets no keys (`pointer.ts`).
 */

import { batch } from "@preact/signals";
import { perform } from "./acts";
import type { Desk, Pane } from "./desk";
import { followPointer } from "./pointer";
import { enterCrews, PICK_FIELD, stepKey } from "./step_keys";
import { stepView } from "./steps";

const KEEPS_ENTER = "button, a[href], summary";

export function listenToKeys(desk: Desk): void {
  const pointer = followPointer();
  addEventListener("keydown", (event) => {
    if (isComposing(event)) {
      desk.composing.value = !isTyping(event.target);
      return;
    }
    desk.composing.value = false;
    if (event.repeat && !event.code.startsWith("Arrow")) return;
    const held = pointer.holdsFocus() && !isModifier(event.key);
    if (held) (document.activeElement as HTMLElement).blur();
    if (batch(() => handle(desk, event, held ? document.body : event.target))) event.preventDefault();
  });
}

function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229 || event.key === "Process";
}

function isModifier(key: string): boolean {
  return ["Shift", "Control", "Alt", "Meta", "Tab"].includes(key);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "range", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Return whether the key was for this desk. */
function handle(desk: Desk, event: KeyboardEvent, target: EventTarget | null): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  if (event.key === "Escape") return leave(desk, target);
  const everywhere = desk.keys.everywhere(event.code);
  if (everywhere !== null) return perform(desk, everywhere) || true;
  const picks = target instanceof HTMLInputElement && target.id === PICK_FIELD;
  if (picks) return !event.shiftKey && stepKey(desk, event, { typing: target.value !== "" });
  if (isTyping(target)) return false;
  if (event.key === "?") return perform(desk, "keys");
  const act = desk.keys.actOf(event.code);
  if (event.shiftKey) return act === "undo" && !desk.resting.peek() && takeAllBack(desk);
  if (isArrow(event) && movesItself(target)) return false;
  if (event.key === "Enter") return enter(desk, target);
  if (stepKey(desk, event, { typing: false })) return true;
  if (event.key === "ArrowRight") return enterCrews(desk);
  if (act === null) return false;
  const safe = act === "before" || act === "next" || act === "urgent";
  return desk.resting.peek() && !safe ? true : perform(desk, act);
}

function leave(desk: Desk, target: EventTarget | null): boolean {
  if (isTyping(target)) (target as HTMLElement).blur();
  desk.leave();
  return true;
}

function takeAllBack(desk: Desk): boolean {
  desk.pressed.takeAllBack();
  return true;
}

/** What stands in the column to be filled in: Enter does it from wherever the hand is, the map too. */
const FORMS: readonly Pane[] = ["call", "update", "lane"];

/**
 * Enter does the step, wherever the focus is but in the bar itself or in a form; without a step a button keeps its Enter,
 * then what asks is sent, then what is filled in; else the detail is opened.
 */
function enter(desk: Desk, target: EventTarget | null): boolean {
  const keeps = target instanceof Element ? target.closest(KEEPS_ENTER) : null;
  const [step, incident] = [desk.step.peek(), desk.incident.peek()];
  if (step !== null && incident !== null && keeps?.closest("section.acts, .unit-acts, form") == null) {
    if (!desk.resting.peek()) stepView(desk, step, incident).enter?.();
    return true;
  }
  if (keeps !== null || (target instanceof HTMLInputElement && target.form !== null)) return false;
  const asking = desk.pressed.entries.peek().find((entry) => entry.state === "asking");
  if (asking !== undefined) {
    if (!desk.resting.peek()) desk.pressed.confirm(asking.id);
    return true;
  }
  if (FORMS.includes(desk.pane.peek())) document.querySelector<HTMLFormElement>("#detail form")?.requestSubmit();
  else document.getElementById("detail")?.focus();
  return true;
}

function isArrow(event: KeyboardEvent): boolean {
  return event.code.startsWith("Arrow");
}

/** Radio buttons, sliders and the map move by the arrows themselves. */
function movesItself(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || (target instanceof HTMLElement && target.closest(".map") !== null);
}
