/**
 * What every page but sign-in begins with: who is signed in and may be here, the language and the look, the line to the
 * hub, the header, and the way out when the token is withdrawn.
 */

import { effect, type ReadonlySignal } from "@preact/signals";
import { type ComponentChildren, render } from "preact";
import { setZone } from "../language/format";
import { startLanguage } from "../language/language";
import "../look/look.css";
import { startLook } from "../look/look";
import {
  ADDRESSES,
  followOtherWindows,
  PAGES_OF,
  type PageName,
  part,
  readSession,
  type Session,
  streamViewOf,
} from "../session/session";
import { Connection, streamUrl } from "../stream/connection";
import type { Line } from "../stream/line";
import { Frame } from "./Frame";

/** A page's own line to the hub, as far as the frame around it needs to know. */
export interface Live {
  readonly line: ReadonlySignal<Line>;
}

interface Page<L extends Live> {
  readonly name: PageName;
  /** Open the page's line; it is called once, for somebody who may be here. */
  readonly open: (session: Session) => L;
  /** What a page says in the header, between the line's state and who is signed in. */
  readonly status?: (session: Session, live: L) => ComponentChildren;
  readonly show: (session: Session, live: L) => ComponentChildren;
  /** Whether nothing would be lost or missed if the page were loaded anew now; left out: always. */
  readonly quiet?: (live: L) => boolean;
}

/** Begin a page. Who may not be here is sent where he may. */
export function startPage<L extends Live>({ name, open, status, show, quiet }: Page<L>): void {
  startLanguage();
  startLook();
  const session = readSession();
  const place = document.getElementById("page");
  if (session === null) location.replace("/sign-in");
  else if (!PAGES_OF[session.me.role].includes(name)) location.replace(homeOf(session));
  else if (place !== null) {
    setZone(session.me.timezone);
    followOtherWindows(session);
    const live = open(session);
    effect(() => {
      if (live.line.value.ending === "signed_out") part("withdrawn");
    });
    render(
      <Frame
        name={name}
        session={session}
        line={live.line}
        status={status?.(session, live)}
        quiet={() => quiet?.(live) ?? true}
      >
        {show(session, live)}
      </Frame>,
      place,
    );
  }
}

/** Where and as whom a session listens: `openLive(ownStream(session))`. */
export function ownStream(session: Session) {
  return { url: streamUrl(location.origin), token: session.token, view: streamViewOf(session.me) };
}

/** A line that is only watched: it finds out that it is dead, or that the token is. */
export function watchOnly(session: Session): Live {
  return new Connection({ ...ownStream(session), deliver: () => undefined });
}

function homeOf(session: Session): string {
  const [home] = PAGES_OF[session.me.role];
  return home === undefined ? "/sign-in" : ADDRESSES[home];
}
