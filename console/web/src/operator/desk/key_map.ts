/** Which key does what: one meaning per letter, by physical key. Letters can be changed or switched off, F-keys cannot. */

import { type ReadonlySignal, signal } from "@preact/signals";

export const ACTS = [
  "new_call",
  "silence",
  "urgent",
  "send",
  "take",
  "confirm",
  "unit",
  "grade",
  "note",
  "phone",
  "update",
  "help",
  "hand_over",
  "outcome",
  "lane",
  "undo",
  "false_alarm",
  "recall",
  "close",
  "split",
  "merge",
  "reopen",
  "break_off",
  "before",
  "next",
  "shelve",
  "fold",
  "search",
  "closed",
  "board",
  "wall",
  "keys",
] as const;

export type ActId = (typeof ACTS)[number];

/** The physical key of each act, as `KeyboardEvent.code`. */
const LETTERS: Readonly<Record<ActId, string>> = {
  new_call: "KeyN",
  silence: "KeyZ",
  urgent: "Home",
  send: "KeyS",
  take: "KeyH",
  confirm: "KeyC",
  unit: "KeyA",
  grade: "KeyG",
  note: "KeyT",
  phone: "Comma",
  help: "KeyI",
  hand_over: "KeyD",
  outcome: "KeyM",
  update: "KeyP",
  lane: "KeyL",
  undo: "KeyU",
  false_alarm: "KeyF",
  recall: "KeyR",
  close: "KeyW",
  split: "KeyX",
  merge: "KeyE",
  reopen: "KeyO",
  break_off: "KeyB",
  before: "KeyK",
  next: "KeyJ",
  shelve: "Quote",
  fold: "KeyQ",
  search: "Slash",
  closed: "KeyV",
  board: "Period",
  wall: "Semicolon",
  keys: "KeyY",
};

/** What stands on the keys of marks. */
const MARKS: Readonly<Record<string, string>> = { Slash: "/", Comma: ",", Period: ".", Semicolon: ";", Quote: "'" };

/** They act everywhere, in text fields too, except while composing. */
const EVERYWHERE: Readonly<Record<string, ActId>> = { F2: "new_call", F4: "silence", F8: "urgent", F9: "send" };

const BESIDE: Readonly<Record<string, ActId>> = { ArrowUp: "before", ArrowDown: "next" };

const STORED = "onethree.keys";
const OFF = "";

export class KeyMap {
  private readonly own = signal<Readonly<Partial<Record<ActId, string>>>>(read());

  get changed(): ReadonlySignal<Readonly<Partial<Record<ActId, string>>>> {
    return this.own;
  }

  /** The act of an F-key; null where it has none. */
  everywhere(code: string): ActId | null {
    return EVERYWHERE[code] ?? null;
  }

  /** The act of a key outside of text fields; null where it has none. */
  actOf(code: string): ActId | null {
    return BESIDE[code] ?? ACTS.find((act) => this.codeOf(act) === code) ?? null;
  }

  codeOf(act: ActId): string {
    return this.own.value[act] ?? LETTERS[act];
  }

  /** What stands on the key; empty where it is switched off. */
  label(act: ActId): string {
    const code = this.codeOf(act);
    return MARKS[code] ?? code.replace(/^(Key|Digit)/, "");
  }

  /** The other keys of an act, which cannot be changed. */
  fixed(act: ActId): string[] {
    const named = Object.entries({ ...EVERYWHERE, ...BESIDE }).filter(([, each]) => each === act);
    const marks = named.map(([code]) => ({ ArrowUp: "↑", ArrowDown: "↓" })[code] ?? code);
    return act === "keys" ? [...marks, "?"] : marks;
  }

  /** Give an act another key; return the act that has it already, and then nothing changes. */
  change(act: ActId, code: string): ActId | null {
    const holder = this.actOf(code) ?? this.everywhere(code);
    if (holder !== null && holder !== act) return holder;
    this.write({ ...this.own.peek(), [act]: code });
    return null;
  }

  switchOff(act: ActId, off: boolean): void {
    const { [act]: _, ...rest } = this.own.peek();
    this.write(off ? { ...rest, [act]: OFF } : rest);
  }

  reset(): void {
    this.write({});
  }

  private write(own: Readonly<Partial<Record<ActId, string>>>): void {
    this.own.value = own;
    localStorage.setItem(STORED, JSON.stringify(own));
  }
}

function read(): Partial<Record<ActId, string>> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(STORED) ?? "{}");
    const pairs = Object.entries(found ?? {}).filter(([act, code]) => ACTS.includes(act as ActId) && isText(code));
    return Object.fromEntries(pairs) as Partial<Record<ActId, string>>;
  } catch {
    // A foreign hand wrote it: the keys are as they come.
    return {};
  }
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
