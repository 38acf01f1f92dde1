/** Whom the hub would send to a call that is still being written down: its own dry run, asked again when things change. */

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { AlarmRaise, Foreseen } from "../../wire/generated";
import { ask, Refusal } from "../../wire/http";

/** What a plan depends on of a call: the words that people say change nobody's way. */
export type Question = Pick<AlarmRaise, "source" | "kind" | "place" | "trapped">;

export interface Foresight {
  readonly state: "working" | "known" | "failed";
  /** The newest answer about this very question; null until it came. */
  readonly plan: Foreseen | null;
  readonly why: string;
}

const AGAIN_MS = 1000;

type Asking = (question: string) => Promise<Foreseen>;

/**
 * Follow a question, written as JSON: null asks nothing. It is asked again whenever `world` changes; the answer before
 * stands meanwhile. What comes for another question is thrown away; who asks too fast asks again after a second.
 */
export function followForeseen(
  question: ReadonlySignal<string | null>,
  world: ReadonlySignal<unknown>,
  asking: Asking,
): ReadonlySignal<Foresight | null> {
  const foresight = signal<Foresight | null>(null);
  const again = signal(0);
  let about: string | null = null;
  effect(() => {
    world.value;
    again.value;
    const wanted = question.value;
    if (wanted !== about) foresight.value = wanted === null ? null : { state: "working", plan: null, why: "" };
    about = wanted;
    if (wanted === null) return;
    let gone = false;
    let waiting = 0;
    asking(wanted).then(
      (plan) => {
        if (!gone) foresight.value = { state: "known", plan, why: "" };
      },
      (error: unknown) => {
        if (gone) return;
        if (error instanceof Refusal && error.code === "too_many") waiting = setTimeout(() => again.value++, AGAIN_MS);
        else foresight.value = { state: "failed", plan: null, why: error instanceof Error ? error.message : "" };
      },
    );
    return () => {
      gone = true;
      clearTimeout(waiting);
    };
  });
  return foresight;
}

/** Ask the hub of this token; throws `Refusal` or `Unreachable`. */
export function askHub(token: string): Asking {
  return (question) => ask<Foreseen>("POST", "/api/v1/plan", { token, body: JSON.parse(question) });
}
