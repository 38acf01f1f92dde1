/**
 * Who is signed in with this browser: the token, and where each role may go.
 *
 * The token lies in `localStorage`: it must outlive a reload in a dead spot, and the wire wants it in a header and in
 * the stream's first frame, which no cookie that scripts cannot read would do. The content-security policy lets no
 * foreign or inline script near it; docs/decisions/0009-console.md weighs it.
 */

import { ask } from "../wire/http";

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

/** Hand in an invitation's code and sign in with the token that it buys. Throws what `ask` throws. */
export async function acceptInvitation(code: string): Promise<Session> {
  const bought = await ask<{ token: string }>("POST", "/api/v1/invitations/redeem", { body: { code } });
  return signIn(bought.token);
}

/** Forget the token and what was seen with it, and go to the sign-in page; other windows of this browser follow. */
export function part(why: Parting): void {
  localStorage.removeItem(KEY);
  localStorage.removeItem(PICTURE_KEY);
  location.replace(`/sign-in?${why}`);
}

/** Go along when another window signs out or in as somebody else. */
export function followOtherWindows(session: Session): void {
  addEventListener("storage", (event) => {
    if (event.key === KEY && readSession()?.token !== session.token) location.reload();
  });
}

/** The view of the stream that a session may see. */
export function streamViewOf(me: Me): string {
  return me.station === null ? "console" : `station:${me.station}`;
}
