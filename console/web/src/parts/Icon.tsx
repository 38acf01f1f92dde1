/** One of lucide's icons. It says nothing to a screen reader: the words stand beside it. */

import { h } from "preact";

/** As `lucide` exports them: each part's element and attributes. */
export type Shape = readonly (readonly [string, Readonly<Record<string, string | number | undefined>>])[];

export function Icon({ of, size = 20 }: { readonly of: Shape; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {of.map(([element, attributes], place) => h(element, { key: place, ...attributes }))}
    </svg>
  );
}
