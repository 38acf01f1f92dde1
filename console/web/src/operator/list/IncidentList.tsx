/** The list by urgency: windowed, so that 2,000 rows cost what a dozen do; drills stand below, in a section of their own. */

import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useBoard } from "../board";
import "./list.css";
import { ListHead } from "./ListHead";
import { Row } from "./Row";

const ROW_PX = 64;
const BEYOND = 3;

export function IncidentList() {
  const board = useBoard();
  const { rows } = board.list;
  const { operations, drills } = rows.value;
  if (!board.loaded.value) return <p class="empty second">{t("loading")}</p>;
  const none = operations.length + drills.length === 0;
  return (
    <section class="list" aria-label={t("list.title")} onPointerMove={board.list.used} onKeyDown={board.list.used}>
      <ListHead />
      {none ? <Empty /> : <Scrolled />}
    </section>
  );
}

function Empty() {
  const { lastOpenedAt, stationsOnDuty, stations } = useBoard().shift.value;
  const time = clock(lastOpenedAt === null ? null : Date.parse(lastOpenedAt));
  return <p class="empty">{t("list.empty", { time, on: stationsOnDuty, all: stations })}</p>;
}

function Scrolled() {
  const board = useBoard();
  const place = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(ROW_PX * 12);
  const { operations, drills } = board.list.rows.value;
  const shownDrills = board.hideDrills.value ? [] : drills;
  useLayoutEffect(() => {
    const element = place.current as HTMLDivElement;
    const watch = new ResizeObserver(() => {
      height.value = element.clientHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [height]);
  useSelectedInSight(place.current);
  const of = operations.length + shownDrills.length;
  return (
    <div
      class="scrolled"
      ref={place}
      onScroll={(event) => {
        top.value = event.currentTarget.scrollTop;
      }}
    >
      <Window ids={operations} from={top.value} height={height.value} first={0} of={of} label={t("list.options")} />
      {drills.length > 0 && <DrillHead count={drills.length} />}
      {shownDrills.length > 0 && (
        <Window
          ids={shownDrills}
          from={top.value - (operations.length + 1) * ROW_PX}
          height={height.value}
          first={operations.length}
          of={of}
          label={t("list.drills", { count: drills.length })}
        />
      )}
    </div>
  );
}

interface WindowProps {
  readonly ids: readonly string[];
  /** How far the window stands below the first of these rows, in pixels. */
  readonly from: number;
  readonly height: number;
  readonly first: number;
  readonly of: number;
  readonly label: string;
}

function Window({ ids, from, height, first, of, label }: WindowProps) {
  const selected = useBoard().selected.value;
  const begin = Math.max(0, Math.floor(from / ROW_PX) - BEYOND);
  const end = Math.min(ids.length, Math.ceil((from + height) / ROW_PX) + BEYOND);
  const above = useRef<HTMLDivElement>(null);
  // The policy allows no style attribute; a style that is set by script is.
  useLayoutEffect(() => {
    const space = above.current;
    if (space === null) return;
    space.style.paddingTop = `${Math.min(begin, ids.length) * ROW_PX}px`;
    space.style.paddingBottom = `${Math.max(0, ids.length - Math.max(begin, end)) * ROW_PX}px`;
  });
  if (ids.length === 0) return null;
  const shown = ids.slice(begin, Math.max(begin, end));
  return (
    <div
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={selected !== null && shown.includes(selected) ? `row-${selected}` : undefined}
      ref={above}
    >
      {shown.map((id, index) => (
        <Row key={id} id={id} place={first + begin + index} of={of} />
      ))}
    </div>
  );
}

function DrillHead({ count }: { readonly count: number }) {
  const { hideDrills } = useBoard();
  return (
    <div class="drill-head drill">
      <b class="violet">{t("list.drills", { count })}</b>
      <Button
        aria-expanded={!hideDrills.value}
        onClick={() => {
          hideDrills.value = !hideDrills.peek();
        }}
      >
        {t(hideDrills.value ? "list.show_drills" : "list.hide_drills")}
      </Button>
    </div>
  );
}

/** When a hand selects another row it comes into sight; an alarm never scrolls. */
function useSelectedInSight(place: HTMLElement | null): void {
  const board = useBoard();
  const selected = board.selected.value;
  useEffect(() => {
    const { operations, drills } = board.list.rows.peek();
    const index = [...operations, ...drills].indexOf(selected ?? "");
    if (place === null || index < 0) return;
    const above = (index + (index >= operations.length ? 1 : 0)) * ROW_PX;
    if (above < place.scrollTop) place.scrollTop = above;
    else if (above + ROW_PX > place.scrollTop + place.clientHeight) {
      place.scrollTop = above + ROW_PX - place.clientHeight;
    }
  }, [selected, board, place]);
}
