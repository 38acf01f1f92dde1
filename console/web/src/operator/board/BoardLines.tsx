/** The lines of the board that are in sight: 2,000 units cost what one screen of them does. */

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { type Group, type Grouping, inSight, linesOf } from "./arranging";
import { UnitCell } from "./UnitCell";
import type { Doing } from "./units";

/** A cell is at least so wide. */
const CELL_MIN_PX = 300;

interface Props {
  readonly groups: readonly Group[];
  readonly grouping: Grouping;
  /** How soon each could be at the selected incident, in seconds. */
  readonly etas: ReadonlyMap<string, number>;
  /** The unit that Enter picks from the field; null where nothing is typed. */
  readonly best: string | null;
}

export function BoardLines({ groups, grouping, etas, best }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const space = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const size = useSignal({ width: 380, height: 600 });
  useLayoutEffect(() => {
    const element = place.current as HTMLDivElement;
    const watch = new ResizeObserver(() => {
      size.value = { width: element.clientWidth, height: element.clientHeight };
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [size]);
  const columns = Math.max(1, Math.floor(size.value.width / CELL_MIN_PX));
  const { shown, above, below } = inSight(linesOf(groups, columns), top.value, size.value.height);
  // The policy allows no style attribute; a style that is set by script is.
  useLayoutEffect(() => {
    if (space.current === null) return;
    space.current.style.paddingTop = `${above}px`;
    space.current.style.paddingBottom = `${below}px`;
    space.current.style.setProperty("--columns", String(columns));
  });
  return (
    <div
      class="board-lines"
      ref={place}
      onScroll={(event) => {
        top.value = event.currentTarget.scrollTop;
      }}
    >
      <div ref={space}>
        {shown.map(({ key, head, units }) =>
          head !== null ? (
            <h3 key={key} class="board-group">
              {groupWord(grouping, head.key)}
              <span class="second digits">{t("board.group", { free: head.free, all: head.units.length })}</span>
            </h3>
          ) : (
            <div key={key} class="board-line">
              {units.map((unit) => (
                <UnitCell key={unit.id} unit={unit} eta={etas.get(unit.id) ?? null} best={unit.id === best} />
              ))}
            </div>
          ),
        )}
      </div>
      {groups.length === 0 && <p class="second board-none">{t("board.none")}</p>}
    </div>
  );
}

function groupWord(grouping: Grouping, key: string): string {
  if (grouping === "mode") return wireWord("mode", key);
  if (grouping === "doing") return t(`board.${key as Doing}`);
  return key === "" ? t("board.no_zone") : t("board.zone", { zone: key });
}
