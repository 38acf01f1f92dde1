/** The wall of conditions: what devices say that is no alarm, by building or kind, with its age; what is chosen below it. */

import { useComputed } from "@preact/signals";
import { ExternalLink } from "lucide";
import { useEffect } from "preact/hooks";
import { countsOf, found, GROUPINGS, type Grouping, groupsOf, PARTS, partOf } from "../../derived/conditions";
import { t } from "../../language/language";
import { Icon } from "../../parts/Icon";
import { useDesk } from "../desk/desk";
import { addressOf, WALL_FIELD } from "../windows/kind";
import { linesOf, unknownLines } from "./arranging";
import { Chosen } from "./Chosen";
import "../../parts/finder.css";
import "./wall.css";
import { WallLines } from "./WallLines";
import { enterRows, walkRows } from "./walk";
import { wordsOf } from "./words";

export function ConditionWall() {
  const desk = useDesk();
  const { wall, record } = desk;
  useEffect(() => void desk.call.prepare(), [desk]); // places, for filing
  const unknown = useComputed(() => record.state.value.unknown_devices);
  const lines = useComputed(() => {
    if (wall.part.value === "unknown") return unknownLines(unknown.value.values());
    const own = wall.rows.value.filter((row) => partOf(row) === wall.part.value);
    const state = record.state.peek();
    return linesOf(
      groupsOf(
        found(own, wall.typed.value, (row) => wordsOf(state, row)),
        wall.grouping.value,
      ),
    );
  });
  return (
    <section
      class="wall"
      aria-label={t("wall.title")}
      onKeyDown={(event) => {
        // The arrows are the wall's while the focus is on one of its lines.
        if (!walkRows(event, () => document.getElementById(WALL_FIELD))) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <WallHead />
      <Parts unknown={unknown.value.size} />
      <WallLines lines={lines.value} />
      <Chosen />
    </section>
  );
}

function WallHead() {
  const { wall, window: kind } = useDesk();
  return (
    <div class="finder-head">
      <h2 id="detail-title">{t("wall.title")}</h2>
      <input
        id={WALL_FIELD}
        type="search"
        aria-label={t("wall.find")}
        placeholder={t("wall.find")}
        autocomplete="off"
        spellcheck={false}
        maxLength={60}
        value={wall.typed.value}
        onInput={(event) => {
          wall.typed.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.isComposing || event.key !== "ArrowDown") return;
          if (!enterRows(event.currentTarget.closest(".wall"))) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {kind === "desk" && (
        <a class="board-out" href={addressOf("wall")} target="onethree-wall" title={t("wall.window")}>
          <Icon of={ExternalLink} size={18} />
          <span class="unseen">{t("wall.window")}</span>
        </a>
      )}
    </div>
  );
}

function Parts({ unknown }: { readonly unknown: number }) {
  const { wall } = useDesk();
  const counts = countsOf(wall.rows.value, unknown);
  return (
    <div class="wall-parts finder-toggles" role="toolbar" aria-label={t("wall.parts")}>
      {PARTS.map((each) => (
        <button
          key={each}
          type="button"
          data-part={each}
          aria-pressed={wall.part.value === each}
          onClick={() => {
            wall.part.value = each;
          }}
        >
          {t(`wall.${each}`)} <b class="digits">{counts[each]}</b>
        </button>
      ))}
      <select
        aria-label={t("wall.grouping")}
        value={wall.grouping.value}
        onChange={(event) => {
          wall.grouping.value = event.currentTarget.value as Grouping;
        }}
      >
        {GROUPINGS.map((each) => (
          <option key={each} value={each}>
            {t(`wall.by.${each}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
