/** Counts time for a page that is hidden; told how often in milliseconds, 0: rest. */

declare const self: DedicatedWorkerGlobalScope;

let timer: ReturnType<typeof setInterval> | undefined;

self.onmessage = ({ data }: MessageEvent<number>) => {
  clearInterval(timer);
  if (data > 0) timer = setInterval(() => self.postMessage(null), data);
};

export {};
