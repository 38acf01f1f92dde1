/**
 * A timer that goes on while the page is hidden. A browser lets a hidden page's own timers run once a second, and after
 * some minutes once a minute: signs of life would come too late, and a line that broke would stay broken. A worker's
 * timers are not slowed down, and its messages come like any other.
 */

const TICK_MS = 250;

interface Timer {
  readonly ms: number;
  readonly act: () => void;
  calledAt: number;
}

const timers = new Set<Timer>();
let begun = false;

/** Call again and again, so often at most; return how to stop. */
export function everySteadily(ms: number, act: () => void): () => void {
  begin();
  const timer: Timer = { ms, act, calledAt: performance.now() };
  timers.add(timer);
  const own = setInterval(() => call(timer), ms);
  return () => {
    clearInterval(own);
    timers.delete(timer);
  };
}

function call(timer: Timer): void {
  timer.calledAt = performance.now();
  timer.act();
}

function begin(): void {
  if (begun || typeof Worker === "undefined") return;
  begun = true;
  const worker = new Worker(new URL("./steady_worker.ts", import.meta.url), { type: "module" });
  // Where it cannot be fetched the page's own timers are all there is, slow as they are.
  worker.onerror = (event) => event.preventDefault();
  worker.onmessage = () => {
    const now = performance.now();
    for (const timer of timers) if (now - timer.calledAt >= timer.ms) call(timer);
  };
  const follow = () => worker.postMessage(document.visibilityState === "hidden" ? TICK_MS : 0);
  document.addEventListener("visibilitychange", follow);
  follow();
}
