/** The look's colours as values: a canvas and WebGL know no custom properties. */

const NAMES = [
  "page",
  "surface",
  "raised",
  "text",
  "second",
  "line",
  "red",
  "amber",
  "green",
  "blue",
  "violet",
  "stale",
  "on-colour",
] as const;

export type ColourName = (typeof NAMES)[number];
export type Colours = Readonly<Record<ColourName, string>>;

/** Read the tokens as they hold now; call it again when the look was switched. */
export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    NAMES.map((name) => [name, sixDigits(style.getPropertyValue(`--${name}`).trim())]),
  ) as Colours;
}

/** A build writes `#fff` where the source said `#ffffff`. */
export function sixDigits(colour: string): string {
  return colour.length === 4 ? `#${[...colour.slice(1)].map((digit) => digit + digit).join("")}` : colour;
}

/** A colour between two of `#rrggbb`: 0 is the first, 1 the second. */
export function mixed(one: string, other: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [from, to] = [one, other].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number];
    return Math.round(from + share * (to - from))
      .toString(16)
      .padStart(2, "0");
  });
  return `#${parts.join("")}`;
}
