/** The list by urgency: windowed, so that 2,000 rows cost what a dozen do; drills stand below, in a section of their own. */

import { useSignal } from "@preact/signals";
import { type ComponentChildren, Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { useBoard } from "../board";
import { FloodLine } from "./FloodLine";
import { SectionHead } from "./Heads";
import "./list.css";
import { ListHead } from "./ListHead";
import { RowWindow } from "./RowWindow";
import { type Head, sectionsOf } from "./sections";

const ROW_PX = 64;

interface Beside {
  /** What stands above the rows, and what below them, scrolled along. */
  readonly above?: ComponentChildren;
  readonly below?: ComponentChildren;
}

export function IncidentList({ above, below }: Beside) {
  const board = useBoard();
  const { rows } = board.list;
  const { operations, groups, shelves, drills } = rows.value;
  if (!board.loaded.value) return <p class="empty second">{t("loading")}</p>;
  const none = operations.length + groups.length + shelves.length + drills.length === 0;
  return (
    <section class="list" aria-label={t("list.title")} onPointerMove={board.list.used} onKeyDown={board.list.used}>
      <ListHead />
      <FloodLine />
      {above}
      {none ? <Empty below={below} /> : <Scrolled below={below} />}
    </section>
  );
}

function Empty({ below }: Pick<Beside, "below">) {
  const { lastOpenedAt } = useBoard().shift.value;
  const time = clock(lastOpenedAt === null ? null : Date.parse(lastOpenedAt));
  return (
    <div class="scrolled">
      <p class="empty">{t("list.empty", { time })}</p>
      {below}
    </div>
  );
}

function Scrolled({ below }: Pick<Beside, "below">) {
  const place = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const size = useSignal({ height: ROW_PX * 12, row: ROW_PX });
  const sections = useSections();
  useLayoutEffect(() => {
    const element = place.current as HTMLDivElement;
    const watch = new ResizeObserver(() => {
      // On a narrow screen the style sheet makes rows higher.
      const row = Number.parseInt(getComputedStyle(element).getPropertyValue("--row"), 10) || ROW_PX;
      size.value = { height: element.clientHeight, row };
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [size]);
  const { height, row } = size.value;
  useSelectedInSight(place.current, row);
  const of = sections.reduce((count, { ids }) => count + ids.length, 0);
  return (
    <div
      class="scrolled"
      ref={place}
      onScroll={(event) => {
        top.value = event.currentTarget.scrollTop;
      }}
    >
      {sections.map(({ key, head, ids, above, first }) => (
        <Fragment key={key}>
          {head !== null && <SectionHead of={head} />}
          <RowWindow
            ids={ids}
            from={top.value - above * row}
            height={height}
            row={row}
            first={first}
            of={of}
            label={head === null ? t("list.options") : labelOf(head)}
          />
        </Fragment>
      ))}
      {below}
    </div>
  );
}

function useSections() {
  const { list, hideDrills } = useBoard();
  return sectionsOf(list.rows.value, list.unfolded.value, hideDrills.value);
}

function labelOf(head: Head): string {
  switch (head.kind) {
    case "group":
      return t("flood.group", { count: head.group.ids.length });
    case "shelf":
      return t("shelf.title", { source: head.shelf.shelf.source });
    case "drills":
      return t("list.drills", { count: head.count });
  }
}

/** When a hand selects another row it comes into sight; an alarm never scrolls. */
function useSelectedInSight(place: HTMLElement | null, row: number): void {
  const board = useBoard();
  const selected = board.selected.value;
  useEffect(() => {
    const sections = sectionsOf(board.list.rows.peek(), board.list.unfolded.peek(), board.hideDrills.peek());
    const section = sections.find(({ ids }) => ids.includes(selected ?? ""));
    if (place === null || section === undefined) return;
    const above = (section.above + section.ids.indexOf(selected ?? "")) * row;
    if (above < place.scrollTop) place.scrollTop = above;
    else if (above + row > place.scrollTop + place.clientHeight) {
      place.scrollTop = above + row - place.clientHeight;
    }
  }, [selected, board, place, row]);
}
