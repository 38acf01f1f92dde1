/**
 * What U takes back: the acts of the last ten seconds, the newest first, each with the opposite of what it really brought
 * about. Pure; time is an argument.
 */

import type { AnyCommand, AnyEvent } from "../../wire/generated";

export const UNDO_MS = 10_000;

/** Return the command that takes an act back, from the events that it brought about; null where nothing does. */
export type Opposite = (events: readonly AnyEvent[]) => AnyCommand | null;

/** One command of a hand's act, and how it is taken back. */
export interface Press {
  readonly id: string;
  readonly command: AnyCommand;
  readonly opposite: Opposite;
  /** Commands of one key press share it: they are taken back together. */
  readonly hand: number;
}

/** What a command brought about. */
export interface Consequence {
  readonly events: readonly AnyEvent[];
  /** When the first was heard, on the page's clock, in milliseconds. */
  readonly at: number;
}

/** An act of the hand that can still be taken back. */
export interface Undo {
  readonly presses: readonly Press[];
  /** What takes it back, the last pressed first. */
  readonly commands: readonly AnyCommand[];
  readonly events: readonly AnyEvent[];
}

/**
 * Return the acts that can be taken back at `now`, the newest first. Nothing at all while the newest waits for its
 * answer: U must not take back the one before it. `gone`: commands that were refused or never sent.
 */
export function takeable(
  stack: readonly Press[],
  deeds: ReadonlyMap<string, Consequence>,
  gone: ReadonlySet<string>,
  now: number,
): readonly Undo[] {
  const found: Undo[] = [];
  for (const presses of handsOf(stack.filter((press) => !gone.has(press.id)))) {
    if (presses.some((press) => !deeds.has(press.id))) break;
    const fresh = presses.flatMap((press) => {
      const deed = deeds.get(press.id);
      if (deed === undefined || now - deed.at > UNDO_MS) return [];
      const command = press.opposite(deed.events);
      return command === null ? [] : [{ press, command, events: deed.events }];
    });
    if (fresh.length === 0) continue;
    found.push({
      presses: fresh.map((each) => each.press),
      commands: fresh.map((each) => each.command).reverse(),
      events: fresh.flatMap((each) => each.events),
    });
  }
  return found;
}

/** The presses of each act, the newest act first. */
function handsOf(stack: readonly Press[]): readonly (readonly Press[])[] {
  const hands = new Map<number, Press[]>();
  for (const press of stack) hands.set(press.hand, [...(hands.get(press.hand) ?? []), press]);
  return [...hands.values()].reverse();
}
