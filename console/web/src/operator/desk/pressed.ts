/**
 * What was pressed at this desk: handed to the outbox, followed until the hub answers, and taken back for ten seconds
 * with the opposite command. An opposite is made from the events that the act brought about, so it names what really
 * happened.
 */

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Outbox } from "../../outbox/outbox";
import { openOwnOutbox } from "../../outbox/own";
import type { Entry } from "../../outbox/queue";
import type { LiveRecord } from "../../record/live";
import type { Me } from "../../session/session";
import type { AnyCommand, AnyEvent } from "../../wire/generated";

export const UNDO_MS = 10_000;
const REMEMBERED = 50;

/** Return the command that takes an act back, from the events that it brought about; null where nothing does. */
export type Opposite = (events: readonly AnyEvent[]) => AnyCommand | null;

/** What a command of mine brought about. */
interface Consequence {
  readonly events: readonly AnyEvent[];
  /** On the page's clock. */
  readonly at: number;
}

interface Press {
  readonly id: string;
  readonly command: AnyCommand;
  readonly opposite: Opposite;
}

export interface Undo {
  /** What was pressed. */
  readonly undoes: AnyCommand;
  readonly command: AnyCommand;
  /** What it brought about. */
  readonly events: readonly AnyEvent[];
}

export interface Pressed {
  /** Everything without an answer, and what was answered of late. */
  readonly entries: ReadonlySignal<readonly Entry[]>;
  /** Whether this browser cannot keep what is pressed. */
  readonly forgetful: ReadonlySignal<boolean>;
  /** What U takes back now; null where there is nothing. */
  readonly undo: ReadonlySignal<Undo | null>;
  /** Resolves with the command's id once it is kept; what was pressed under the same `id` before goes out once. */
  readonly press: (command: AnyCommand, opposite?: Opposite, id?: string) => Promise<string>;
  readonly takeBack: () => void;
  readonly confirm: (id: string) => void;
  readonly discard: (id: string) => void;
  /** The incident that a command opened or joined; null while it is not known. */
  readonly incidentOf: (id: string) => string | null;
}

export function openPressed(record: LiveRecord, me: Me): Pressed {
  const outbox = signal<Outbox | null>(null);
  const forgetful = signal(false);
  const deeds = signal<ReadonlyMap<string, Consequence>>(new Map());
  const last = signal<Press | null>(null);
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

  const undo = computed(() => {
    record.clock.second.value; // ten seconds pass without an event
    const press = last.value;
    const deed = press === null ? undefined : deeds.value.get(press.id);
    if (press === null || deed === undefined || performance.now() - deed.at > UNDO_MS) return null;
    const command = press.opposite(deed.events);
    return command === null ? null : { undoes: press.command, command, events: deed.events };
  });
  const press = async (command: AnyCommand, opposite: Opposite = () => null, own?: string): Promise<string> => {
    const id = await (await opening).press(command, own);
    last.value = { id, command, opposite };
    return id;
  };
  return {
    entries: computed(() => outbox.value?.entries.value ?? []),
    forgetful,
    undo,
    press,
    takeBack: () => {
      const found = undo.peek();
      if (found !== null) void press(found.command);
    },
    confirm: (id) => void outbox.peek()?.confirm(id),
    discard: (id) => void outbox.peek()?.discard(id),
    incidentOf: (id) => deeds.value.get(id)?.events.find((event) => event.incident !== null)?.incident ?? null,
  };
}
