/** What every section of the page shares: who is signed in, the record, where one is, and the way acts go to the hub. */

import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { newId } from "../outbox/own";
import { ownStream } from "../parts/page";
import { type LiveRecord, openLive } from "../record/live";
import type { Session } from "../session/session";
import type { Line } from "../stream/line";
import type { AnyCommand } from "../wire/generated";
import { ask } from "../wire/http";
import { openRoute, type Route } from "./route";

/** What became of the act that was pressed last. */
export interface ActOutcome {
  readonly state: "working" | "done" | "failed";
  /** What was asked for, in words. */
  readonly about: string;
  readonly trouble: unknown;
}

export interface District {
  readonly session: Session;
  readonly record: LiveRecord;
  readonly line: ReadonlySignal<Line>;
  readonly route: ReadonlySignal<Route>;
  readonly deed: Signal<ActOutcome | null>;
  /** Whether this role runs drills (commander, admin). */
  readonly commands: boolean;
  /** Whether this role dispatches (dispatcher, admin). */
  readonly dispatches: boolean;
  /** The station whose token this is; null in the centre. */
  readonly station: string | null;
  /** Carry an act out; return whether the hub took it. Its outcome is said at the page's foot. */
  readonly act: (about: string, command: AnyCommand) => Promise<boolean>;
  /** The same for what is no command. */
  readonly attempt: <T>(about: string, how: () => Promise<T>) => Promise<T | null>;
  readonly nameOf: (station: string) => string;
}

export function openDistrict(session: Session): District {
  const record = openLive(ownStream(session));
  const { role, station } = session.me;
  const deed = signal<ActOutcome | null>(null);
  const route = openRoute(role);
  effect(() => {
    // What was said of an act belongs to the section in which it was pressed.
    route.value;
    deed.value = null;
  });
  const attempt = async <T>(about: string, how: () => Promise<T>): Promise<T | null> => {
    deed.value = { state: "working", about, trouble: null };
    try {
      const answer = await how();
      deed.value = { state: "done", about, trouble: null };
      return answer;
    } catch (trouble) {
      deed.value = { state: "failed", about, trouble };
      return null;
    }
  };
  return {
    session,
    record,
    line: record.line,
    route,
    deed,
    commands: role === "commander" || role === "admin",
    dispatches: role === "dispatcher" || role === "admin",
    station,
    attempt,
    act: async (about, command) => {
      const body = { id: newId(), ...command };
      return (await attempt(about, () => ask("POST", "/api/v1/commands", { token: session.token, body }))) !== null;
    },
    nameOf: (key) => record.state.value.stations.get(key)?.name ?? key,
  };
}

export const DistrictContext = createContext<District | null>(null);

/** The district of this page. */
export function useDistrict(): District {
  const district = useContext(DistrictContext);
  if (district === null) throw new Error("a section stands outside of its page: wrap it in DistrictContext");
  return district;
}
