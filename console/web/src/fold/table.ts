/**
 * A persistent map from ids to values: an older version stays valid while a newer one is made, and the two share all
 * that did not change. A change copies three small arrays (two levels of 32 and a bucket), at any size up to some tens
 * of thousands; what differs between two versions is found without looking at what they share.
 */

const BITS = 5;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;

type Bucket<T> = readonly (readonly [string, T])[];
type Branch<T> = readonly (Bucket<T> | undefined)[];

const NO_BUCKET: Bucket<never> = [];
const NO_BRANCH: Branch<never> = new Array<undefined>(WIDTH).fill(undefined);
const NO_ROOT: readonly Branch<never>[] = new Array<Branch<never>>(WIDTH).fill(NO_BRANCH);

export class Table<T> {
  private constructor(
    private readonly root: readonly Branch<T>[],
    readonly size: number,
  ) {}

  /** The table with nothing in it. */
  static empty<T>(): Table<T> {
    return EMPTY as Table<T>;
  }

  /** Return a table of these entries; of one key the last counts. */
  static of<T>(entries: Iterable<readonly [string, T]>): Table<T> {
    const buckets = new Map<number, Map<string, T>>();
    for (const [key, value] of entries) {
      const at = hash(key);
      const bucket = buckets.get(at) ?? new Map<string, T>();
      buckets.set(at, bucket.set(key, value));
    }
    const root: (Bucket<T> | undefined)[][] = NO_ROOT.map((branch) => [...branch]);
    let size = 0;
    for (const [at, bucket] of buckets) {
      size += bucket.size;
      (root[at >> BITS] as (Bucket<T> | undefined)[])[at & MASK] = [...bucket];
    }
    return size === 0 ? Table.empty() : new Table(root, size);
  }

  get(key: string): T | undefined {
    return entryOf(this.bucket(hash(key)), key)?.[1];
  }

  has(key: string): boolean {
    return entryOf(this.bucket(hash(key)), key) !== undefined;
  }

  /** Return the table with the value under the key; itself where that very value is there already. */
  with(key: string, value: T): Table<T> {
    const at = hash(key);
    const bucket = this.bucket(at);
    const before = entryOf(bucket, key);
    if (before !== undefined && before[1] === value) return this;
    if (before === undefined) return this.replaced(at, [...bucket, [key, value]], this.size + 1);
    const changed = bucket.map((entry) => (entry === before ? ([key, value] as const) : entry));
    return this.replaced(at, changed, this.size);
  }

  /** Return the table without the key; itself where it is not in it. */
  without(key: string): Table<T> {
    const at = hash(key);
    const bucket = this.bucket(at);
    const before = entryOf(bucket, key);
    if (before === undefined) return this;
    const rest = bucket.filter((entry) => entry !== before);
    return this.replaced(at, rest.length === 0 ? undefined : rest, this.size - 1);
  }

  /** Every key and value, in no order that means anything. */
  *entries(): IterableIterator<readonly [string, T]> {
    for (const branch of this.root) {
      if (branch === NO_BRANCH) continue;
      for (const bucket of branch) if (bucket !== undefined) yield* bucket;
    }
  }

  /** Every value, in no order that means anything. */
  *values(): IterableIterator<T> {
    for (const [, value] of this.entries()) yield value;
  }

  /** Every key, sorted. */
  keys(): string[] {
    return Array.from(this.entries(), ([key]) => key).sort();
  }

  /** The keys whose value is another one, or missing, in `other`. What both share is not looked at. */
  *changedFrom(other: Table<T>): IterableIterator<string> {
    for (let high = 0; high < WIDTH; high++) {
      const ours = this.root[high] as Branch<T>;
      const theirs = other.root[high] as Branch<T>;
      if (ours === theirs) continue;
      for (let low = 0; low < WIDTH; low++) {
        if (ours[low] !== theirs[low]) yield* changedKeys(ours[low] ?? NO_BUCKET, theirs[low] ?? NO_BUCKET);
      }
    }
  }

  private bucket(at: number): Bucket<T> {
    return this.root[at >> BITS]?.[at & MASK] ?? NO_BUCKET;
  }

  private replaced(at: number, bucket: Bucket<T> | undefined, size: number): Table<T> {
    const branch = (this.root[at >> BITS] as Branch<T>).slice();
    branch[at & MASK] = bucket;
    const root = this.root.slice();
    root[at >> BITS] = branch;
    return new Table(root, size);
  }
}

const EMPTY: Table<never> = Reflect.construct(Table, [NO_ROOT, 0]);

function entryOf<T>(bucket: Bucket<T>, key: string): readonly [string, T] | undefined {
  for (const entry of bucket) if (entry[0] === key) return entry;
  return undefined;
}

function* changedKeys<T>(ours: Bucket<T>, theirs: Bucket<T>): IterableIterator<string> {
  for (const [key, value] of ours) {
    const before = entryOf(theirs, key);
    if (before === undefined || before[1] !== value) yield key;
  }
  for (const [key] of theirs) if (entryOf(ours, key) === undefined) yield key;
}

/** FNV-1a, folded to the bits that the two levels use. */
function hash(key: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) {
    value = Math.imul(value ^ key.charCodeAt(index), 0x01000193);
  }
  return (value ^ (value >>> 10) ^ (value >>> 20)) & (WIDTH * WIDTH - 1);
}
