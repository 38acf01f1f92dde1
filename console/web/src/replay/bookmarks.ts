/** A commander's bookmarks, kept with this browser: they are notes to oneself and no part of the record. */

const KEY = "onethree.bookmarks.";

export function readBookmarks(episode: string): number[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY + episode) ?? "[]");
    return Array.isArray(found) ? found.filter((each) => typeof each === "number") : [];
  } catch {
    // A foreign hand wrote it: there are none.
    return [];
  }
}

export function writeBookmarks(episode: string, bookmarks: readonly number[]): void {
  if (bookmarks.length === 0) localStorage.removeItem(KEY + episode);
  else localStorage.setItem(KEY + episode, JSON.stringify(bookmarks));
}
