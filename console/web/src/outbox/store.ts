/** Where entries survive a reload and a closed page: IndexedDB, one database for all tabs of this origin. */

import type { Entry } from "./queue";

const DATABASE = "onethree-outbox";
const ENTRIES = "entries";

export interface Store {
  /** Every entry of an owner. */
  list(owner: string): Promise<Entry[]>;
  /** Write entries down; when this resolves they are kept. */
  put(entries: readonly Entry[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}

/** Open the database. Rejects where the browser has none: then nothing may be promised to be kept. */
export async function openStore(factory: IDBFactory = indexedDB): Promise<Store> {
  const opening = factory.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(ENTRIES, { keyPath: "id" });
  const database = await settled(opening);
  // A page of a newer version wants to change the database: this one must not stand in its way.
  database.onversionchange = () => database.close();
  return {
    async list(owner) {
      const all = await settled<Entry[]>(database.transaction(ENTRIES).objectStore(ENTRIES).getAll());
      return all.filter((entry) => entry.owner === owner);
    },
    put: (entries) => write(database, (store) => entries.forEach((entry) => void store.put(entry))),
    remove: (ids) => write(database, (store) => ids.forEach((id) => void store.delete(id))),
  };
}

/** `strict`: what is said to be kept is on the disk, for a phone's battery may die the next moment. */
function write(database: IDBDatabase, act: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(ENTRIES, "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    act(transaction.objectStore(ENTRIES));
  });
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
