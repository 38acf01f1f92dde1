/**
 * Calls that were begun and neither sent nor dropped: kept in this browser for the person who writes them, so that a
 * key, a click, a reload or a crash loses nothing. A draft's id is the id of its sending: it goes out once.
 */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Named } from "../../places/place_index";
import { DRAFTS_KEY } from "../../session/session";

export interface Details {
  readonly kind: string;
  readonly floor: string;
  readonly trapped: string;
  readonly caller: string;
  readonly note: string;
}

export const NOTHING: Details = { kind: "report", floor: "", trapped: "", caller: "", note: "" };

/** A place that was picked, or pointed at on the map. */
export interface Picked {
  readonly kind: Named["kind"] | "point";
  readonly id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

export interface Draft {
  readonly id: string;
  /** When it was begun, in milliseconds since 1970 of this machine's clock. */
  readonly begunAt: number;
  /** What stands in the field of the place. */
  readonly text: string;
  readonly picked: Picked | null;
  readonly details: Details;
}

const KEPT_MS = 24 * 3600_000;

export class Drafts {
  private readonly kept: Signal<readonly Draft[]>;
  private readonly key: string;

  /** `owner` is the person; another one's drafts are not read. */
  constructor(
    owner: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem">,
    private readonly now: () => number = Date.now,
  ) {
    this.key = `${DRAFTS_KEY}/${owner}`;
    this.kept = signal(this.read());
  }

  /** All of them, oldest first. */
  get all(): ReadonlySignal<readonly Draft[]> {
    return this.kept;
  }

  find(id: string): Draft | null {
    return this.kept.peek().find((each) => each.id === id) ?? null;
  }

  /** Keep a draft as it is now; one in which nothing was written is dropped. */
  put(draft: Draft): void {
    const others = this.kept.peek();
    const known = others.some((each) => each.id === draft.id);
    if (isEmpty(draft)) {
      if (known) this.drop(draft.id);
    } else if (known) this.write(others.map((each) => (each.id === draft.id ? draft : each)));
    else this.write([...others, draft]);
  }

  drop(id: string): void {
    this.write(this.kept.peek().filter((each) => each.id !== id));
  }

  /** Another window of this person wrote. */
  readAgain(key: string | null): void {
    if (key === this.key || key === null) this.kept.value = this.read();
  }

  private read(): readonly Draft[] {
    try {
      const found = JSON.parse(this.storage.getItem(this.key) ?? "[]") as readonly Draft[];
      return found.filter((each) => this.now() - each.begunAt < KEPT_MS && !isEmpty(each));
    } catch {
      return []; // a foreign hand wrote it
    }
  }

  private write(drafts: readonly Draft[]): void {
    this.kept.value = drafts;
    try {
      this.storage.setItem(this.key, JSON.stringify(drafts));
    } catch {
      // The browser keeps nothing more: the draft stands in this window until it is closed.
    }
  }
}

export function isEmpty({ text, picked, details }: Draft): boolean {
  const { floor, trapped, caller, note } = details;
  return picked === null && [text, floor, trapped, caller, note].every((each) => each.trim() === "");
}
