/**
 * The crew page's service worker: the page opens in a dead spot. It keeps the page and what the page loads, and
 * nothing else: what the hub says goes over the stream and is never answered from here.
 *
 * The page itself is asked for first and taken from the cache where the hub does not answer soon; assets bear their
 * content's hash in their name and are taken from the cache first.
 */

declare const self: ServiceWorkerGlobalScope;

const CACHE = "onethree-crew";
const PAGE = "/crew";
const BESIDE = ["/crew.webmanifest", "/icon.svg", "/icon-192.png"];
/** What the page names, and what a built module imports before it runs or has run beside it. */
const ASSETS = /(?:src|href)="(\/assets\/[^"]+)"/g;
const IMPORTS = /(?:(?:from|import)\s*["`]\.\/|new URL\(["`]\/assets\/)([\w.-]+\.js)["`]/g;
/** A half-open line answers nothing for minutes; a person with a phone ringing waits for no line. */
const PATIENCE_MS = 3000;

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

// It does not claim the page that installed it: taking over a page that is still loading throws away what that page has
// preloaded. It answers from the next opening on; until then the page says what it loaded.

self.addEventListener("message", (event) => {
  const { loaded } = event.data as { loaded: readonly string[] };
  event.waitUntil(keepAssets(loaded));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === PAGE) event.respondWith(answerPage());
  else if (url.pathname.startsWith("/assets/") || BESIDE.includes(url.pathname)) {
    event.respondWith(answerAsset(event.request));
  }
});

// A tap on an alert's notification leads to the page that shows it.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(showPage());
});

async function showPage(): Promise<void> {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const crew = open.find((each) => new URL(each.url).pathname === PAGE);
  await (crew === undefined ? self.clients.openWindow(PAGE) : crew.focus());
}

async function install(): Promise<void> {
  const page = await fetch(PAGE, { cache: "no-cache" });
  await keepPage(page);
  await (await caches.open(CACHE)).addAll(BESIDE);
  await self.skipWaiting();
}

async function answerPage(): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const page = await fetch(PAGE, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (page.ok) await keepPage(page.clone());
    return page;
  } catch {
    // No line: the page as it was last seen.
    return (await cache.match(PAGE)) ?? Response.error();
  }
}

async function answerAsset(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found !== undefined) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

/** Keep the page with the assets that it needs; where it is a new one, forget the old one's. */
async function keepPage(page: Response): Promise<void> {
  const cache = await caches.open(CACHE);
  const text = await page.clone().text();
  const before = await cache.match(PAGE);
  if (before !== undefined && (await before.text()) === text) return;
  const named = await keepWithImports([...text.matchAll(ASSETS)].map((each) => each[1] ?? ""));
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/assets/") && !named.has(pathname)) await cache.delete(request);
  }
  // Last, so that a page that is kept has everything that it needs.
  await cache.put(PAGE, page);
}

/** Keep assets and all that they import in turn; return which. What is imported only when asked for is not among them. */
async function keepWithImports(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const cache = await caches.open(CACHE);
  const kept = new Set<string>();
  const left = [...paths];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (kept.has(path)) continue;
    kept.add(path);
    await keepAssets([path]);
    const text = path.endsWith(".js") ? await (await cache.match(path))?.text() : undefined;
    for (const [, name] of text?.matchAll(IMPORTS) ?? []) left.push(`/assets/${name}`);
  }
  return kept;
}

async function keepAssets(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const path of paths) {
    if (path.startsWith("/assets/") && (await cache.match(path)) === undefined) await cache.add(path);
  }
}

export {};
