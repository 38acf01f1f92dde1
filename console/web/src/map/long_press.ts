/** A finger that rests on a place: what the right button of a mouse is to a hand. */

const REST_MS = 600;
const STILL_PX = 12;

/** Call `act` with the place of a finger that rests there, in pixels of the element. Two fingers are no press. */
export function onLongPress(element: HTMLElement | SVGElement, act: (x: number, y: number) => void): void {
  let waiting = 0;
  let began: { readonly x: number; readonly y: number } | null = null;
  const stop = () => {
    clearTimeout(waiting);
    began = null;
  };
  element.addEventListener("pointerdown", ((event: PointerEvent) => {
    stop();
    if (event.pointerType === "mouse" || !event.isPrimary) return;
    const { left, top } = element.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    began = { x, y };
    waiting = setTimeout(() => act(x - left, y - top), REST_MS);
  }) as EventListener);
  element.addEventListener("pointermove", ((event: PointerEvent) => {
    if (began !== null && Math.hypot(event.clientX - began.x, event.clientY - began.y) > STILL_PX) stop();
  }) as EventListener);
  for (const kind of ["pointerup", "pointercancel"]) element.addEventListener(kind, stop);
}
