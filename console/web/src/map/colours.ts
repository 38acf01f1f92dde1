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
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colours;
}
