/**
 * Whether the program was renewed since this page was opened, or a part of it cannot be fetched any more. A page is never
 * loaded anew by itself: somebody may be in the middle of an incident. It offers to, at a quiet moment.
 */

import { computed, type ReadonlySignal, signal } from "@preact/signals";

/** Why a page should be loaded anew. */
export type Reason = "renewed" | "part_missing";

const served = signal<string | null>(null);
const partMissing = signal(false);

/** Null: nothing is known that loading anew would mend. */
export const reasonToReload: ReadonlySignal<Reason | null> = computed(() =>
  reasonOf(ownBuild(), served.value, partMissing.value),
);

/** The hub said which pages it serves now; an older one says nothing. */
export function noteServed(build: string | null | undefined): void {
  if (build != null) served.value = build;
}

/** Pure: a page that does not know its own build (one in development) is never said to be old. */
export function reasonOf(own: string | null, now: string | null, missing: boolean): Reason | null {
  if (own !== null && now !== null && own !== now) return "renewed";
  return missing ? "part_missing" : null;
}

/** What is needed of the browser; tests bring their own. */
export interface Fetching {
  readonly later: (ms: number) => Promise<void>;
  /** Import a module by its address. */
  readonly open: (address: string) => Promise<unknown>;
}

const WAITS_MS = [500, 2000];

/**
 * Load a part of the program that was left out at first; `load` is a dynamic import. A fetch that fails is tried
 * again; where it fails in the end the page says so, and this throws what the browser said.
 */
export async function fetchPart<Part>(load: () => Promise<Part>, fetching: Fetching = browser): Promise<Part> {
  try {
    return await tried(load, fetching);
  } catch (error) {
    partMissing.value = true;
    throw error;
  }
}

async function tried<Part>(load: () => Promise<Part>, { later, open }: Fetching): Promise<Part> {
  let address: string | undefined;
  for (const wait of WAITS_MS) {
    try {
      return await (address === undefined ? load() : (open(address) as Promise<Part>));
    } catch (error) {
      // A browser may keep that a module failed, and fail at once from then on: under another address it asks again.
      address = anew(addressIn(error) ?? address, wait);
    }
    await later(wait);
  }
  return await (address === undefined ? load() : (open(address) as Promise<Part>));
}

function addressIn(error: unknown): string | undefined {
  return error instanceof Error ? /https?:\/\/\S+\.js/.exec(error.message)?.[0] : undefined;
}

function anew(address: string | undefined, wait: number): string | undefined {
  return address === undefined ? undefined : `${address.split("?")[0]}?again=${wait}`;
}

function ownBuild(): string | null {
  if (typeof document === "undefined") return null;
  return document.querySelector('meta[name="build"]')?.getAttribute("content") ?? null;
}

const browser: Fetching = {
  later: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  open: (address) => import(/* @vite-ignore */ address),
};
