/** The rows of a long list that are in sight, and a few beyond; the others are space. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { useBoard } from "../board";
import { Row } from "./Row";

const BEYOND = 3;

interface Props {
  readonly ids: readonly string[];
  /** How far the window stands below the first of these rows, in pixels. */
  readonly from: number;
  readonly height: number;
  /** The height of one row, in pixels. */
  readonly row: number;
  /** The place of the first of them among all rows, and how many all are. */
  readonly first: number;
  readonly of: number;
  readonly label: string;
}

export function RowWindow({ ids, from, height, row, first, of, label }: Props) {
  const selected = useBoard().selected.value;
  const begin = Math.min(ids.length, Math.max(0, Math.floor(from / row) - BEYOND));
  const end = Math.max(begin, Math.min(ids.length, Math.ceil((from + height) / row) + BEYOND));
  const place = useRef<HTMLDivElement>(null);
  // The policy allows no style attribute; a style that is set by script is.
  useLayoutEffect(() => {
    if (place.current === null) return;
    place.current.style.paddingTop = `${begin * row}px`;
    place.current.style.paddingBottom = `${(ids.length - end) * row}px`;
  });
  if (ids.length === 0) return null;
  const shown = ids.slice(begin, end);
  return (
    <div
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={selected !== null && shown.includes(selected) ? `row-${selected}` : undefined}
      ref={place}
    >
      {shown.map((id, index) => (
        <Row key={id} id={id} place={first + begin + index} of={of} />
      ))}
    </div>
  );
}
