/** The line on top of a flood: how many nobody goes to, how many have people trapped, how many are in nobody's hand. */

import { countsIn } from "../../derived/flood";
import { t } from "../../language/language";
import { useBoard } from "../board";

const PARTS = ["nobody", "trapped", "not_taken"] as const;

export function FloodLine() {
  const { list, select } = useBoard();
  const { on, opened } = list.flood.value;
  if (!on) return null;
  const { shelves } = list.rows.value;
  const counts = countsIn(list.ranks.value, new Set(shelves.flatMap(({ ids }) => ids)));
  return (
    <div class="flood-line" role="status">
      <b title={t("flood.within")}>▲ {t("flood.title", { count: opened })}</b>
      {PARTS.map((part) => {
        const { count, first } = counts[part];
        const urgent = count > 0 && part !== "not_taken";
        return (
          <button
            key={part}
            type="button"
            class={urgent ? "red" : count > 0 ? "amber" : "second"}
            data-count={part}
            disabled={first === null}
            onClick={(event) => {
              event.currentTarget.blur();
              select(first);
            }}
          >
            {t(`flood.${part}`, { count })}
          </button>
        );
      })}
    </div>
  );
}
