/** Lets the crew's page open without a line, by its service worker. That needs HTTPS or localhost; elsewhere it does without. */

/** Install the worker, and tell it what this page loaded before the worker was there. */
export async function openOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/crew-worker.js", { scope: "/crew" });
  const ready = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map((each) => new URL(each.name).pathname);
  ready.active?.postMessage({ loaded });
}
