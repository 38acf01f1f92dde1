/** The list by urgency: windowed, so that 2,000 rows cost what a dozen do; drills stand below, in a section of their own. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { useBoard } from "../board";
import "./list.css";
import { ListHead } from "./ListHead";
import { RowWindow } from "./RowWindow";

const ROW_PX = 64;

interface Beside {
  /** What stands above the rows, and what below them, scrolled along. */
  readonly above?: ComponentChildren;
  readonly below?: ComponentChildren;
}

export function IncidentList({ above, below }: Beside) {
  const board = useBoard();
  const { rows } = board.list;
  const { operations, drills } = rows.value;
  if (!board.loaded.value) return <p class="empty second">{t("loading")}</p>;
  const none = operations.length + drills.length === 0;
  return (
    <section class="list" aria-label={t("list.title")} onPointerMove={board.list.used} onKeyDown={board.list.used}>
      <ListHead />
      {above}
      {none ? <Empty below={below} /> : <Scrolled below={below} />}
    </section>
  );
}

function Empty({ below }: Pick<Beside, "below">) {
  const { lastOpenedAt, stationsOnDuty, stations } = useBoard().shift.value;
  const time = clock(lastOpenedAt === null ? null : Date.parse(lastOpenedAt));
  return (
    <div class="scrolled">
      <p class="empty">{t("list.empty", { time, on: stationsOnDuty, all: stations })}</p>
      {below}
    </div>
  );
}

function Scrolled({ below }: Pick<Beside, "below">) {
  const board = useBoard();
  const place = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const size = useSignal({ height: ROW_PX * 12, row: ROW_PX });
  const { operations, drills } = board.list.rows.value;
  const shownDrills = board.hideDrills.value ? [] : drills;
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
  const of = operations.length + shownDrills.length;
  return (
    <div
      class="scrolled"
      ref={place}
      onScroll={(event) => {
        top.value = event.currentTarget.scrollTop;
      }}
    >
      <RowWindow
        ids={operations}
        from={top.value}
        height={height}
        row={row}
        first={0}
        of={of}
        label={t("list.options")}
      />
      {drills.length > 0 && <DrillHead count={drills.length} />}
      {shownDrills.length > 0 && (
        <RowWindow
          ids={shownDrills}
          from={top.value - (operations.length + 1) * row}
          height={height}
          row={row}
          first={operations.length}
          of={of}
          label={t("list.drills", { count: drills.length })}
        />
      )}
      {below}
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
function useSelectedInSight(place: HTMLElement | null, row: number): void {
  const board = useBoard();
  const selected = board.selected.value;
  useEffect(() => {
    const { operations, drills } = board.list.rows.peek();
    const index = [...operations, ...drills].indexOf(selected ?? "");
    if (place === null || index < 0) return;
    const above = (index + (index >= operations.length ? 1 : 0)) * row;
    if (above < place.scrollTop) place.scrollTop = above;
    else if (above + row > place.scrollTop + place.clientHeight) {
      place.scrollTop = above + row - place.clientHeight;
    }
  }, [selected, board, place, row]);
}
