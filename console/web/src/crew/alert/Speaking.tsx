/** Several units of this phone have the order: a press is for all of them, or for those that are chosen. */

import { t } from "../../language/language";
import type { Assignment } from "../../wire/generated";
import type { Crew } from "../crew";

interface Props {
  readonly crew: Crew;
  readonly all: readonly Assignment[];
  readonly chosen: readonly Assignment[];
  readonly choose: (left: ReadonlySet<string>) => void;
}

export function Speaking({ crew, all, chosen, choose }: Props) {
  const toggle = (order: Assignment) => {
    const kept = chosen.includes(order) ? chosen.filter((each) => each !== order) : [...chosen, order];
    if (kept.length > 0) choose(new Set(all.filter((each) => !kept.includes(each)).map((each) => each.id)));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend stands on a line of its own, and there is none to spare
    <div class="speaking" role="group" aria-labelledby="speaking">
      <span class="second" id="speaking">
        {t("crew.for")}
      </span>
      {all.map((order) => (
        <button
          key={order.id}
          type="button"
          class="chip"
          aria-pressed={chosen.includes(order)}
          onClick={() => toggle(order)}
        >
          {crew.unitWord(order.unit)}
        </button>
      ))}
    </div>
  );
}
