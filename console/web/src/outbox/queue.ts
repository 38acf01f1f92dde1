/**
 * What was pressed and not yet answered, as plain values: who may be sent now, and what an answer, a lost line or an
 * event changes. Ids are made where the button is, so the same act sent twice is one act to the hub.
 */

import type { AnyCommand, Problem } from "../wire/generated";

/**
 * `waiting`: for the line, or for the one before it · `sent`: on the wire · `asking`: was not answered when the line
 * broke and needs the person's word to go again · `received`: the hub has it · `refused`: the hub says why not.
 */
export type EntryState = "waiting" | "sent" | "asking" | "received" | "refused";

export interface Entry {
  readonly id: string;
  /** Whose act it is: another person who signs in on this machine neither sends nor sees it. */
  readonly owner: string;
  /** The order of pressing, over reloads. */
  readonly number: number;
  readonly command: AnyCommand;
  /** When it was pressed, RFC 3339. */
  readonly pressedAt: string;
  readonly state: EntryState;
  readonly problem: Problem | null;
  /** When it was answered, in milliseconds since 1970; null before. */
  readonly settledAt: number | null;
}

/** A refusal that says nothing about the act: the same again may well be accepted. */
const PASSING = new Set(["log_unavailable", "too_many"]);

/** On a console these go by themselves when the line is back; what moves people asks first (screens, §5). */
const HARMLESS = new Set<AnyCommand["type"]>(["incident.note", "incident.confirm", "scene.report"]);

/** `all`: a crew's buttons, pressed once, are meant. `harmless`: a dispatcher looks at the new picture first. */
export type Resend = "all" | "harmless";

/** Acts on one thing keep their order: the next goes when the one before is answered. */
export function subjectOf(command: AnyCommand): string | null {
  if ("assignment" in command) return command.assignment;
  return "incident" in command && typeof command.incident === "string" ? command.incident : null;
}

export function isSettled(entry: Entry): boolean {
  return entry.state === "received" || entry.state === "refused";
}

/** The entries that may go now: of each subject the first that is not answered, if it waits. */
export function sendable(entries: readonly Entry[]): Entry[] {
  const busy = new Set<string>();
  return inOrder(entries).filter((entry) => {
    if (isSettled(entry)) return false;
    const subject = subjectOf(entry.command) ?? entry.id;
    const first = !busy.has(subject);
    busy.add(subject);
    return first && entry.state === "waiting";
  });
}

/** The line broke: nobody knows what became of what was sent. */
export function interrupted(entry: Entry): Entry {
  return entry.state === "sent" ? { ...entry, state: "waiting" } : entry;
}

/** The line is back and everything that was missed is known: what still waits goes again, or asks. */
export function resumed(entry: Entry, resend: Resend): Entry {
  const state = stateToRepeat(entry, resend);
  return entry.state === "waiting" && state !== "waiting" ? { ...entry, state } : entry;
}

function stateToRepeat(entry: Entry, resend: Resend): EntryState {
  return resend === "all" || HARMLESS.has(entry.command.type) ? "waiting" : "asking";
}

/** The hub has carried it out: it said so, or an event names it as its cause. */
export function received(entry: Entry, now: number): Entry {
  return isSettled(entry) ? entry : { ...entry, state: "received", settledAt: now };
}

/** The hub refused it; after a passing trouble of the hub's own it goes again, or asks. */
export function refused(entry: Entry, problem: Problem, resend: Resend, now: number): Entry {
  if (isSettled(entry)) return entry;
  const code = problem.type.split(":").at(-1) ?? "";
  return PASSING.has(code)
    ? { ...entry, state: stateToRepeat(entry, resend), problem }
    : { ...entry, state: "refused", problem, settledAt: now };
}

export function inOrder(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((one, other) => one.number - other.number);
}
