/** Lets the crew's page open without a line, by its service worker. That needs HTTPS or localhost. */

/** Install the worker, and tell it what this page loaded past it, now and whenever the page is put away. */
export async function openOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/crew-worker.js", { scope: "/crew" });
  const { active } = await navigator.serviceWorker.ready;
  const tell = () => active?.postMessage({ loaded: loadedPaths() });
  tell();
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
}

function loadedPaths(): readonly string[] {
  return performance.getEntriesByType("resource").map((each) => new URL(each.name).pathname);
}
