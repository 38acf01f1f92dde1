/** One unit on the board: its call sign, what it does and where, how old its place is, how soon it could come. */

import { clockText } from "../../derived/targets";
import { stateOf } from "../../incidents/list/row";
import { clock } from "../../language/format";
import { t } from "../../language/language";
import { placeWord, wireWord } from "../../language/wire_words";
import { ageOf } from "../../map/age";
import { useDesk } from "../desk/desk";
import { pickOnBoard } from "./pick";
import type { BoardUnit, Doing } from "./units";

export const DOING_GLYPHS: Readonly<Record<Doing, string>> = {
  free: "○",
  standby: "◇",
  not_ready: "▲",
  bound: "●",
  away: "–",
};

interface Props {
  readonly unit: BoardUnit;
  readonly eta: number | null;
  /** Enter picks it from the field that finds units. */
  readonly best: boolean;
}

export function UnitCell({ unit, eta, best }: Props) {
  const desk = useDesk();
  const { id, sign, doing, order, unanswered } = unit;
  const step = desk.step.value;
  const picked = step?.kind === "unit" && step.picked.includes(id);
  const what = whatWord(unit, desk.record.state.peek());
  const here = order !== null && order.incident === desk.selected.value;
  return (
    <button
      type="button"
      class="unit-cell"
      data-unit={id}
      data-doing={doing}
      data-best={best}
      data-here={here}
      data-unanswered={unanswered}
      aria-pressed={picked}
      aria-disabled={doing === "away"}
      title={`${sign} · ${what}`}
      onClick={() => pickOnBoard(desk, unit)}
    >
      <span class="unit-glyph" aria-hidden="true">
        {unanswered ? "■" : DOING_GLYPHS[doing]}
      </span>
      <span class="unit-sign">{sign}</span>
      <span class="unit-eta digits">{order === null && doing !== "away" && eta !== null && clockText(eta * 1000)}</span>
      <span class="unit-what">
        <b>{doingWord(unit)}</b> {what}
      </span>
      <Seen at={unit.seenAt} />
    </button>
  );
}

function doingWord({ doing, order }: BoardUnit): string {
  return order === null ? t(`board.${doing}`) : stateOf(order);
}

type Tables = ReturnType<typeof useDesk>["record"]["state"]["value"];

/** What else is to be said: where it is bound to, where it is posted, since when it is away. */
function whatWord({ order, doing, standby, awaySince, mode, ready }: BoardUnit, state: Tables): string {
  const told: string[] = [];
  if (order !== null) told.push(state.incidents.get(order.incident)?.number ?? "");
  else if (doing === "standby" && standby !== null) told.push(placeWord(standby.place, state.buildings));
  else if (doing === "away") told.push(t("board.since", { time: clock(awaySince) }));
  else if (doing === "free" && ready === "unknown") told.push(t("board.unknown"));
  return [...told, wireWord("mode", mode)].join(" · ");
}

/** How old the place is that is known of it. */
function Seen({ at }: { readonly at: number | null }) {
  const { clock: time } = useDesk().record;
  time.second.value;
  if (at === null) return <span class="unit-seen second">{t("board.unseen")}</span>;
  const { certainty, shown } = ageOf(at, time.now() ?? at);
  const word = shown === null ? t("board.fresh") : t(shown.unit === "s" ? "map.age_s" : "map.age_min", shown);
  return (
    <span class="unit-seen digits" data-certainty={certainty}>
      {word}
    </span>
  );
}
