/**
 * What was pressed at this desk: handed to the outbox, followed until the hub answers, and taken back for ten seconds,
 * act by act or all at once, with the opposite commands (`undo_stack.ts`).
 */

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Outbox } from "../../outbox/outbox";
import { openOwnOutbox } from "../../outbox/own";
import type { Entry } from "../../outbox/queue";
import type { LiveRecord } from "../../record/live";
import type { Me } from "../../session/session";
import type { AnyCommand } from "../../wire/generated";
import { type Consequence, type Opposite, type Press, takeable, type Undo } from "./undo_stack";

const REMEMBERED = 200;
/** What was answered so long ago and brought nothing about has nothing to take back. */
const EVENTS_WITHIN_MS = 1000;

/** A command, and what takes it back; left out: nothing does. */
export type Pressing = readonly [command: AnyCommand, opposite?: Opposite | undefined];

export interface Pressed {
  /** Everything without an answer, and what was answered of late. */
  readonly entries: ReadonlySignal<readonly Entry[]>;
  /** Whether this browser cannot keep what is pressed. */
  readonly forgetful: ReadonlySignal<boolean>;
  /** What U takes back, the newest first: one act of the hand each. */
  readonly undo: ReadonlySignal<readonly Undo[]>;
  /** Resolves with the command's id once it is kept; what was pressed under the same `id` before goes out once. */
  readonly press: (command: AnyCommand, opposite?: Opposite, id?: string) => Promise<string>;
  /** Several commands of one key press: one act, taken back as one. */
  readonly pressAll: (pressings: readonly Pressing[]) => Promise<void>;
  /** Take the last act back. */
  readonly takeBack: () => void;
  /** Take everything back that still can be. */
  readonly takeAllBack: () => void;
  readonly confirm: (id: string) => void;
  readonly discard: (id: string) => void;
  /** The incident that a command opened or joined; null while it is not known. */
  readonly incidentOf: (id: string) => string | null;
}

export function openPressed(record: LiveRecord, me: Me): Pressed {
  const outbox = signal<Outbox | null>(null);
  const forgetful = signal(false);
  const deeds = signal<ReadonlyMap<string, Consequence>>(new Map());
  const stack = signal<readonly Press[]>([]);
  let hand = 0;
  const opening = openOwnOutbox(record, me, "harmless");
  opening.then(
    (opened) => {
      outbox.value = opened;
    },
    () => {
      forgetful.value = true;
    },
  );
  record.onEvent(({ event, late }) => {
    const { cause } = event;
    if (late || cause === null || event.by.name !== me.name) return;
    const before = deeds.peek().get(cause);
    const deed = { events: [...(before?.events ?? []), event], at: before?.at ?? performance.now() };
    deeds.value = new Map([...[...deeds.peek()].slice(-REMEMBERED), [cause, deed]]);
  });

  const gone = computed(() => {
    record.clock.second.value;
    const now = record.clock.now() ?? Date.now();
    const entries = new Map((outbox.value?.entries.value ?? []).map((entry) => [entry.id, entry]));
    const pending = (id: string): boolean => {
      const entry = entries.get(id);
      if (entry === undefined || entry.state === "refused") return false;
      return deeds.value.has(id) || entry.state !== "received" || now - (entry.settledAt ?? 0) < EVENTS_WITHIN_MS;
    };
    return new Set(stack.value.flatMap(({ id }) => (pending(id) ? [] : [id])));
  });
  const undo = computed(() => {
    record.clock.second.value; // ten seconds pass without an event
    return takeable(stack.value, deeds.value, gone.value, performance.now());
  });
  const pressAs = async ([command, opposite]: Pressing, act: number, own?: string): Promise<string> => {
    const id = await (await opening).press(command, own);
    if (opposite !== undefined)
      stack.value = [...stack.peek().slice(-REMEMBERED), { id, command, opposite, hand: act }];
    return id;
  };
  const press = (command: AnyCommand, opposite?: Opposite, own?: string): Promise<string> => {
    hand += 1;
    return pressAs([command, opposite], hand, own);
  };
  const pressAll = async (pressings: readonly Pressing[]): Promise<void> => {
    hand += 1;
    const act = hand;
    await Promise.all(pressings.map((pressing) => pressAs(pressing, act)));
  };
  const takeBack = (acts: readonly Undo[]): void => {
    const taken = new Set(acts.flatMap((act) => act.presses.map((each) => each.id)));
    stack.value = stack.peek().filter((each) => !taken.has(each.id));
    void pressAll(acts.flatMap((act) => act.commands.map((command) => [command] as const)));
  };
  return {
    entries: computed(() => outbox.value?.entries.value ?? []),
    forgetful,
    undo,
    press,
    pressAll,
    takeBack: () => takeBack(undo.peek().slice(0, 1)),
    takeAllBack: () => takeBack(undo.peek()),
    confirm: (id) => void outbox.peek()?.confirm(id),
    discard: (id) => void outbox.peek()?.discard(id),
    incidentOf: (id) => deeds.value.get(id)?.events.find((event) => event.incident !== null)?.incident ?? null,
  };
}
