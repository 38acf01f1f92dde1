/**
 * Keys never go to a control that was clicked: who presses the look's button and then W and Enter means the incident.
 * A control that was reached by the keyboard keeps its keys, and so do fields to write in and forms.
 */

const KEEPS = "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, form *, dialog *";

export interface Pointer {
  /** Whether the page's focus is on something that the pointer put it on, and that keeps no keys. */
  readonly holdsFocus: () => boolean;
}

/** Follow how the focus came to where it is. */
export function followPointer(): Pointer {
  let byPointer = false;
  let clicked: Element | null = null;
  addEventListener(
    "pointerdown",
    () => {
      byPointer = true;
      clicked = null;
      // The focus moves after this event; where it was there before, it stays, and nothing tells of it.
      setTimeout(() => {
        if (byPointer) clicked = document.activeElement;
      });
    },
    { capture: true },
  );
  addEventListener(
    "keydown",
    ({ key }) => {
      byPointer = false;
      if (key === "Tab") clicked = null;
    },
    { capture: true },
  );
  addEventListener(
    "focusin",
    ({ target }) => {
      clicked = byPointer && target instanceof Element ? target : null;
    },
    { capture: true },
  );
  return {
    holdsFocus: () => {
      const focused = document.activeElement;
      return focused !== null && focused === clicked && focused !== document.body && !focused.matches(KEEPS);
    },
  };
}
