/**
 * The windows of one desk act as one: what a hand selects in one is selected in all of this person in this browser, and
 * so are language and look. A window in which somebody writes does not follow until that is done: nothing half typed is
 * lost to a click on another screen. A new window asks what is selected, and shows it though no hand chose it.
 */

import { batch, effect, type ReadonlySignal } from "@preact/signals";

/** What one window says to the others. */
export type Said =
  | { readonly says: "ask" }
  | { readonly says: "selected"; readonly incident: string | null }
  | { readonly says: "shown"; readonly language: string; readonly look: string };

/** A `BroadcastChannel`, or a test's. */
export interface Channel {
  postMessage(said: Said): void;
  onmessage: ((message: { readonly data: Said }) => void) | null;
}

interface Window {
  readonly selected: ReadonlySignal<string | null>;
  /** Select, without telling anybody. */
  readonly show: (incident: string | null) => void;
  /** Whether somebody writes here. */
  readonly busy: ReadonlySignal<boolean>;
  readonly language: { value: string };
  readonly look: { value: string };
}

/** Join the other windows; return how to tell them what a hand selected here. */
export function joinWindows(channel: Channel, own: Window): (incident: string | null) => void {
  // What all of them show: what a hand chose in one, or what was there when another was opened; undefined before that.
  let chosen: string | null | undefined;
  let waits = false;
  let shown = `${own.language.value} ${own.look.value}`;
  channel.onmessage = ({ data: said }) => {
    if (said.says === "ask") {
      chosen ??= own.selected.peek() ?? undefined;
      if (chosen !== undefined) channel.postMessage({ says: "selected", incident: chosen });
    } else if (said.says === "selected") {
      if (said.incident === chosen) return;
      chosen = said.incident;
      waits = own.busy.peek();
      if (!waits) own.show(chosen);
    } else {
      shown = `${said.language} ${said.look}`;
      batch(() => {
        own.language.value = said.language;
        own.look.value = said.look;
      });
    }
  };
  effect(() => {
    if (own.busy.value || !waits || chosen === undefined) return;
    waits = false;
    own.show(chosen);
  });
  effect(() => {
    const now = `${own.language.value} ${own.look.value}`;
    if (now === shown) return;
    shown = now;
    channel.postMessage({ says: "shown", language: own.language.value, look: own.look.value });
  });
  channel.postMessage({ says: "ask" });
  return (incident) => {
    chosen = incident;
    waits = false;
    channel.postMessage({ says: "selected", incident });
  };
}
