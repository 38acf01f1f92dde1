/** What the hub reckons and a page cannot fold: asked for again when an event may have changed it. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { AnyEvent } from "../wire/generated";
import { ask } from "../wire/http";
import { useDistrict } from "./district";

/** The events of one act come together: they cost one question. */
const GATHER_MS = 50;

/** A change of shift in four hundred stations costs a question in two seconds, not four hundred. */
const AT_MOST_EVERY_MS = 2000;

export interface Fetched<T> {
  /** The newest answer; null before the first. An older one stays on view while the next is asked for. */
  readonly value: ReadonlySignal<T | null>;
  readonly trouble: ReadonlySignal<unknown>;
  readonly reload: () => Promise<void>;
}

/** Ask for a path, now and whenever an event of these kinds (`check.`, `drill.ended`) happens. */
export function useFetched<T>(path: string, changedBy: readonly string[] = []): Fetched<T> {
  const { session, record } = useDistrict();
  const kinds = changedBy.join(" ");
  const asking = useMemo(() => new Asking<T>(path, session.token), [path, session.token]);
  useEffect(() => {
    void asking.reload();
    const follows = kinds === "" ? [] : kinds.split(" ");
    const stop = record.onEvent(({ event }) => {
      if (concerns(event, follows)) asking.later();
    });
    // After a broken line the picture comes anew, and what was reckoned from it is old.
    let open = record.line.peek().state === "ok";
    const stopLine = record.line.subscribe(({ state }) => {
      if (state === "ok" && !open) asking.later();
      open = state === "ok";
    });
    return () => {
      stop();
      stopLine();
      asking.close();
    };
  }, [asking, kinds, record]);
  return asking;
}

function concerns(event: AnyEvent, kinds: readonly string[]): boolean {
  return kinds.some((kind) => event.type.startsWith(kind));
}

class Asking<T> implements Fetched<T> {
  readonly value = signal<T | null>(null);
  readonly trouble = signal<unknown>(null);
  private newest = 0;
  private askedAt = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly path: string,
    private readonly token: string,
  ) {}

  readonly reload = async (): Promise<void> => {
    this.newest += 1;
    this.askedAt = performance.now();
    const own = this.newest;
    try {
      const answer = await ask<T>("GET", this.path, { token: this.token });
      if (own !== this.newest) return;
      this.value.value = answer;
      this.trouble.value = null;
    } catch (error) {
      if (own === this.newest) this.trouble.value = error;
    }
  };

  later(): void {
    if (this.timer !== null) return;
    const wait = Math.max(GATHER_MS, this.askedAt + AT_MOST_EVERY_MS - performance.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.reload();
    }, wait);
  }

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.newest += 1;
  }
}
