/** The outbox of whoever is signed in, sending over a live record. What was left in it by an earlier page goes too. */

import type { Me } from "../session/session";
import type { ToHub } from "../wire/generated";
import { Outbox } from "./outbox";
import type { Resend } from "./queue";
import { openStore } from "./store";
import { tabsOf } from "./tabs";

/** What an outbox sends over, and what tells it of the line and of answers; a live record is one. */
interface Carrier {
  readonly clock: { readonly now: () => number | null };
  readonly send: (frame: ToHub) => boolean;
  readonly attach: (outbox: Outbox) => void;
}

/** Open it. Rejects where the browser keeps nothing: then a page must say that presses may be lost. */
export async function openOwnOutbox(carrier: Carrier, me: Me, resend: Resend): Promise<Outbox> {
  const owner = [me.role, me.name, me.station ?? ""].join("/");
  const outbox = await Outbox.open({
    store: await openStore(),
    owner,
    resend,
    send: carrier.send,
    now: () => carrier.clock.now() ?? Date.now(),
    newId: () => newId(),
    tabs: tabsOf(owner),
  });
  carrier.attach(outbox);
  return outbox;
}

/** A random id: `crypto.randomUUID` needs HTTPS or localhost, and a console in a control room may have neither. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
