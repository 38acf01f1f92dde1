/** The places that letters may mean, below the field that they are typed into; and how its keys walk over them. */

import type { JSX } from "preact";
import type { Match } from "./place_index";

interface Props {
  /** The options are called `ID-0`, `ID-1` and so on. */
  readonly id: string;
  readonly matches: readonly Match[];
  readonly active: number;
  readonly pick: (match: Match) => void;
  /** What stands beside a name. */
  readonly aside: (match: Match) => JSX.Element;
}

export function Matches({ id, matches, active, pick, aside }: Props) {
  return (
    <>
      {matches.map((match, index) => (
        <div
          key={`${match.place.kind}/${match.place.id}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerDown={(event) => {
            event.preventDefault();
            pick(match);
          }}
        >
          <span>
            {match.place.name.slice(0, match.start)}
            <b>{match.place.name.slice(match.start, match.start + match.length)}</b>
            {match.place.name.slice(match.start + match.length)}
          </span>
          {aside(match)}
        </div>
      ))}
    </>
  );
}

/**
 * Return what a key of the field does to the list below it: which place is active then, that the active one is picked, or
 * null where the key is not the list's. Whatever an input method composes is its own.
 */
export function walked(event: KeyboardEvent, active: number, count: number): number | "pick" | null {
  if (event.isComposing || event.keyCode === 229 || count === 0) return null;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) return (active + step + count) % count;
  return event.key === "Enter" ? "pick" : null;
}
