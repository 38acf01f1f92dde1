/** The other tabs of the same person in this browser: one sends, all know. */

import type { Tabs } from "./outbox";

/**
 * Return the tabs of an owner. The lock is let go when the tab is closed or dies, and the next one sends. Without Web
 * Locks (they need HTTPS or localhost) every tab sends: harmless, for the hub knows an id that it has seen.
 */
export function tabsOf(owner: string): Tabs {
  const channel = new BroadcastChannel(`onethree-outbox/${owner}`);
  return {
    whenSender: (act) => {
      if (navigator.locks === undefined) act();
      else void navigator.locks.request(`onethree-outbox/${owner}`, () => new Promise<never>(() => act()));
    },
    tell: () => channel.postMessage("changed"),
    onTold: (act) => {
      channel.onmessage = act;
    },
  };
}
