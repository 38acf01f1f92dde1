/** The lines of the wall that are in sight: 2,000 conditions cost what one screen of them does. */

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { number } from "../../language/format";
import { t } from "../../language/language";
import { inSight } from "../board/arranging";
import { useDesk } from "../desk/desk";
import type { HeadLine, WallLine } from "./arranging";
import { useMinute } from "./minute";
import { UnknownRow, WallRow } from "./WallRow";
import { ageWord, groupWord } from "./words";

export function WallLines({ lines }: { readonly lines: readonly WallLine[] }) {
  const place = useRef<HTMLDivElement>(null);
  const space = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(600);
  useLayoutEffect(() => {
    const element = place.current as HTMLDivElement;
    const watch = new ResizeObserver(() => {
      height.value = element.clientHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [height]);
  const { shown, above, below } = inSight(lines, top.value, height.value);
  // The policy allows no style attribute; a style that is set by script is.
  useLayoutEffect(() => {
    if (space.current === null) return;
    space.current.style.paddingTop = `${above}px`;
    space.current.style.paddingBottom = `${below}px`;
  });
  return (
    <div
      class="wall-lines"
      ref={place}
      onScroll={(event) => {
        top.value = event.currentTarget.scrollTop;
      }}
    >
      <div ref={space}>
        {shown.map((line) => (
          <Line key={line.key} of={line} />
        ))}
      </div>
      {lines.length === 0 && <p class="second wall-none">{t("wall.none")}</p>}
    </div>
  );
}

function Line({ of }: { readonly of: WallLine }) {
  if ("row" in of) return <WallRow row={of.row} />;
  return "unknown" in of ? <UnknownRow of={of.unknown} /> : <Head of={of} />;
}

/** What a group is of, how many lines it has, and how old the oldest is. */
function Head({ of: { group } }: { readonly of: HeadLine }) {
  const { record, wall } = useDesk();
  const now = useMinute();
  const [first] = group.rows;
  if (first === undefined) return null;
  const oldest = Math.min(...group.rows.map((row) => row.since));
  return (
    <h3 class="wall-group">
      <span class="wall-name">{groupWord(record.state.peek(), wall.grouping.value, group.key, first)}</span>
      <span class="digits">
        {number(group.rows.length)} · {ageWord(oldest, now)}
      </span>
    </h3>
  );
}
