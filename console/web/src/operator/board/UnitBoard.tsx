/** The board of units: who is free, posted, not ready, bound, away; found by call sign, picked by a press. */

import { useComputed, useSignal } from "@preact/signals";
import { ExternalLink, MapPinned } from "lucide";
import { useEffect, useMemo } from "preact/hooks";
import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import { Icon, type Shape } from "../../parts/Icon";
import { useDesk } from "../desk/desk";
import { addressOf, UNIT_FIELD } from "../windows/kind";
import { type Asked, countsOf, GROUPINGS, type Grouping, grouped, placesOf, sought } from "./arranging";
import "../../parts/finder.css";
import "./board.css";
import { BoardLines } from "./BoardLines";
import { useUnits } from "./live";
import { pickOnBoard } from "./pick";
import { DOING_GLYPHS } from "./UnitCell";
import { DOINGS } from "./units";
import { enterCells, walkCells } from "./walk";

const EVERYBODY: Asked = { typed: "", doings: [], mode: "", grouping: "zone" };

export function UnitBoard() {
  const desk = useDesk();
  const units = useUnits();
  const asked = useSignal(EVERYBODY);
  const etas = useComputed(() => new Map(desk.reach.value?.travels.map(({ unit, eta_s }) => [unit, eta_s])));
  useEffect(() => void desk.call.prepare(), [desk]); // pinyin
  const ask = (more: Partial<Asked>) => {
    asked.value = { ...asked.value, ...more };
  };
  const { typed, doings, mode, grouping } = asked.value;
  const readings = desk.call.places.readings.value;
  const table = desk.record.state.peek().units;
  // Names are looked through when others are typed or known, not whenever a unit moves.
  const places = useMemo(() => placesOf(units, typed, readings), [typed, readings, table, units.length]);
  const found = sought(units, mode, places);
  const counts = countsOf(found);
  const groups = grouped(found, asked.value, etas.value);
  const modes = [...new Set(units.map((each) => each.mode))].sort();
  return (
    <section
      class="unit-board"
      aria-label={t("board.title")}
      onKeyDown={(event) => {
        // The arrows are the board's while the focus is on one of its units.
        if (!walkCells(event, () => document.getElementById(UNIT_FIELD))) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div class="board-head finder-head">
        <h2>{t("board.title")}</h2>
        <input
          id={UNIT_FIELD}
          type="search"
          aria-label={t("step.find_unit")}
          placeholder={t("step.find_unit")}
          autocomplete="off"
          spellcheck={false}
          maxLength={40}
          value={typed}
          onInput={(event) => ask({ typed: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            const field = event.currentTarget;
            if (event.key === "ArrowDown" && enterCells(field.closest(".unit-board"))) {
              event.preventDefault();
              event.stopPropagation();
            }
            // The first that is shown is picked; the bar then sends with its own Enter.
            const best = groups[0]?.units[0];
            if (event.key !== "Enter" || typed === "" || best === undefined) return;
            event.stopPropagation();
            pickOnBoard(desk, best);
          }}
        />
        {desk.window === "desk" && OUT.map(([kind, icon]) => <OwnWindow key={kind} kind={kind} icon={icon} />)}
        <select
          aria-label={t("board.mode")}
          value={mode}
          onChange={(event) => ask({ mode: event.currentTarget.value })}
        >
          <option value="">{t("board.any_mode")}</option>
          {modes.map((each) => (
            <option key={each} value={each}>
              {wireWord("mode", each)}
            </option>
          ))}
        </select>
        <select
          aria-label={t("board.grouping")}
          value={grouping}
          onChange={(event) => ask({ grouping: event.currentTarget.value as Grouping })}
        >
          {GROUPINGS.map((each) => (
            <option key={each} value={each}>
              {t(`board.by.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="finder-toggles" role="toolbar" aria-label={t("board.doing")}>
        {DOINGS.map((each) => (
          <button
            key={each}
            type="button"
            data-doing={each}
            aria-pressed={doings.includes(each)}
            onClick={() =>
              ask({ doings: doings.includes(each) ? doings.filter((one) => one !== each) : [...doings, each] })
            }
          >
            <span class="unit-glyph" aria-hidden="true">
              {DOING_GLYPHS[each]}
            </span>
            {t(`board.${each}`)} <b class="digits">{counts[each]}</b>
          </button>
        ))}
      </div>
      <BoardLines
        groups={groups}
        grouping={grouping}
        etas={etas.value}
        best={typed.trim() === "" ? null : (groups[0]?.units[0]?.id ?? null)}
      />
    </section>
  );
}

const OUT = [
  ["board", ExternalLink],
  ["map", MapPinned],
] as const;

/** Opens a window for another screen; a second press comes back to the same one. */
function OwnWindow({ kind, icon }: { readonly kind: "board" | "map"; readonly icon: Shape }) {
  const words = t(`board.${kind}_window`);
  return (
    <a class="board-out" href={addressOf(kind)} target={`onethree-${kind}`} title={words}>
      <Icon of={icon} size={18} />
      <span class="unseen">{words}</span>
    </a>
  );
}
