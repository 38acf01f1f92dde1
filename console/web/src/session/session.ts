/**
 * Who is signed in with this browser: the token, and where each role may go.
 *
 * The token lies in `localStorage`: it must outlive a reload in a dead spot, and the wire wants it in a header and in
 * the stream's first frame, which no cookie that scripts cannot read would do. The content-security policy lets no
 * foreign or inline script near it; docs/decisions/0009-console.md weighs it.
 */

import { ask, Refusal } from "../wire/http";
import { meanToLeave } from "./leaving";

/** The answer of `GET /api/v1/me`. */
export interface Me {
  readonly role: "device" | "station" | "dispatcher" | "commander" | "admin";
  readonly name: string;
  readonly station: string | null;
  readonly station_name: string | null;
  readonly district: string;
  readonly timezone: string;
  readonly phones: Readonly<Record<string, string>>;
}

export interface Session {
  readonly token: string;
  readonly me: Me;
}

export type PageName = "operator" | "crew" | "replay" | "district";

/** Why somebody stands before the sign-in page. */
export type Parting = "signed_out" | "withdrawn";

const KEY = "onethree.session";

/** Where a crew's phone keeps its last picture: other people's emergencies, which go with the token. */
export const PICTURE_KEY = "onethree.crew.picture";

/** Where consoles keep calls that are still being written down, by person. */
export const DRAFTS_KEY = "onethree.drafts";

export const ADDRESSES: Readonly<Record<PageName, string>> = {
  operator: "/",
  crew: "/crew",
  replay: "/replay",
  district: "/district",
};

/** The pages of each role; the first is where signing in leads. */
export const PAGES_OF: Readonly<Record<Me["role"], readonly PageName[]>> = {
  dispatcher: ["operator", "replay", "district"],
  admin: ["operator", "replay", "district"],
  commander: ["replay", "operator", "district"],
  station: ["crew", "district"],
  device: [],
};

/** Return the session that this browser keeps; null where nobody is signed in. */
export function readSession(): Session | null {
  const text = localStorage.getItem(KEY);
  if (text === null) return null;
  try {
    return JSON.parse(text) as Session;
  } catch {
    // A foreign hand wrote it: nobody is signed in.
    return null;
  }
}

/** Ask the hub whose token this is, and keep both. Throws what `ask` throws. */
export async function signIn(token: string): Promise<Session> {
  const session: Session = { token, me: await ask<Me>("GET", "/api/v1/me", { token }) };
  if (PAGES_OF[session.me.role].length > 0) localStorage.setItem(KEY, JSON.stringify(session));
  return session;
}

/** An invitation that this browser began to hand in, and the key that makes handing it in safe to repeat. */
interface Begun {
  readonly code: string;
  readonly key: string;
  readonly at: number;
}

const BEGUN_KEY = "onethree.invitation";
/** The hub answers the same key for ten minutes from when it was handed in; see docs/wire.md. */
const REPEAT_MS = 10 * 60_000;
const KEY_BYTES = 16;
/** Refusals after which the same code is of no use. */
const FOR_GOOD: readonly string[] = ["not_found", "unauthorized", "unusable"];

/** Return the code of an invitation whose answer never came, where it can still be asked for again. */
export function unansweredInvitation(): string | null {
  return readBegun()?.code ?? null;
}

/**
 * Hand in an invitation's code and sign in with the token that it buys. Throws what `ask` throws. The key is kept before
 * anything is sent: whatever gets lost, this browser may do the same again and gets the same token.
 */
export async function acceptInvitation(code: string): Promise<Session> {
  const before = readBegun();
  const begun = before?.code === code ? before : { code, key: chance(), at: Date.now() };
  localStorage.setItem(BEGUN_KEY, JSON.stringify(begun));
  try {
    const bought = await ask<{ token: string }>("POST", "/api/v1/invitations/redeem", {
      body: { code, key: begun.key },
    });
    const session = await signIn(bought.token);
    localStorage.removeItem(BEGUN_KEY);
    return session;
  } catch (error) {
    if (error instanceof Refusal && FOR_GOOD.includes(error.code)) localStorage.removeItem(BEGUN_KEY);
    throw error;
  }
}

function readBegun(): Begun | null {
  const text = localStorage.getItem(BEGUN_KEY);
  if (text === null) return null;
  try {
    const begun = JSON.parse(text) as Begun;
    return Date.now() - begun.at < REPEAT_MS ? begun : null;
  } catch {
    // A foreign hand wrote it: nothing was begun.
    return null;
  }
}

/** A secret of this browser, in letters that a wire takes. */
function chance(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

/** Forget the token and what was seen with it, and go to the sign-in page; other windows of this browser follow. */
export function part(why: Parting): void {
  localStorage.removeItem(KEY);
  localStorage.removeItem(PICTURE_KEY);
  if (why === "signed_out") forgetDrafts();
  meanToLeave();
  location.replace(`/sign-in?${why}`);
}

/** Half-typed calls are other people's emergencies; they stay for who comes back after a token was withdrawn. */
function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFTS_KEY)) localStorage.removeItem(key);
}

/** Go along when another window signs out or in as somebody else. */
export function followOtherWindows(session: Session): void {
  addEventListener("storage", (event) => {
    if (event.key !== KEY || readSession()?.token === session.token) return;
    meanToLeave();
    location.reload();
  });
}

/** The view of the stream that a session may see. */
export function streamViewOf(me: Me): string {
  return me.station === null ? "console" : `station:${me.station}`;
}
