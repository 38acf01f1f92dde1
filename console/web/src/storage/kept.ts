/** A small choice of the reader that this browser keeps. */

export interface KeptChoice<T extends string> {
  read(): T;
  write(value: T): void;
}

/** Keep one of the known words under a name. */
export function kept<T extends string>(name: string, known: readonly T[], fallback: T): KeptChoice<T> {
  const key = `onethree.${name}`;
  return {
    read() {
      const found = localStorage.getItem(key);
      return known.find((each) => each === found) ?? fallback;
    },
    write: (value) => localStorage.setItem(key, value),
  };
}
