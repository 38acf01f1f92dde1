/** Above the list: how many stand higher than the held order shows, and the search that jumps to a row. */

import { useSignal } from "@preact/signals";
import type { State } from "../../fold/state";
import { t } from "../../language/language";
import { placeWord } from "../../language/wire_words";
import { type Named, PlaceIndex, readTyped } from "../../places/place_index";
import { CHARACTERS_ONLY, openReadings, type Readings } from "../../places/readings";
import type { Incident } from "../../wire/generated";
import { type Archived, type Board, useBoard } from "../board";

export function ListHead() {
  const board = useBoard();
  const missed = useSignal(false);
  const older = useSignal<Archived | null>(null);
  const { operations, risen } = board.list.rows.value;
  const search = (event: KeyboardEvent) => {
    if (event.isComposing || event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    const field = event.currentTarget as HTMLInputElement;
    const typed = field.value.trim();
    void findRow(board, typed).then(async (found) => {
      if (found !== null) {
        board.select(found);
        field.blur();
        return;
      }
      const archived = typed === "" ? null : ((await board.archive?.(typed)) ?? null);
      older.value = archived;
      missed.value = archived === null;
    });
  };
  return (
    <div class="list-head">
      <h1>
        {t("list.title")} <span class="digits">{operations.length}</span>
      </h1>
      <output class="amber">{risen > 0 && t("list.risen", { count: risen })}</output>
      <output class="second">
        {missed.value && t("list.none_found")}
        {older.value !== null && (
          <a href={`/replay?of=${encodeURIComponent(older.value.id)}`}>{t("list.archived", { ...older.value })}</a>
        )}
      </output>
      <input
        id="search"
        type="search"
        aria-label={t("list.search")}
        placeholder={t("list.search")}
        onKeyDown={search}
        onInput={() => {
          missed.value = false;
          older.value = null;
        }}
      />
    </div>
  );
}

/** Return the most urgent incident whose number ends so, or whose place is meant by the letters; then the last closed. */
async function findRow(board: Board, typed: string): Promise<string | null> {
  const state = board.record.state.peek();
  const open = board.list.ranks.peek().flatMap(({ id }) => state.incidents.get(id) ?? []);
  const incidents = [...open, ...closedOf(state)];
  const numbered = incidents.find((each) => typed !== "" && each.number.endsWith(typed));
  if (numbered !== undefined) return numbered.id;
  const found = placeIn(incidents, state, typed, CHARACTERS_ONLY);
  // Characters need no dictionary, and do not wait for one.
  return found ?? placeIn(incidents, state, typed, await openReadings());
}

/** What the state still holds of closed ones, the last one first. */
function closedOf(state: State): Incident[] {
  const closed = [...state.incidents.values()].filter((each) => each.closed_at !== null);
  return closed.sort((one, other) => ((one.closed_at ?? "") < (other.closed_at ?? "") ? 1 : -1));
}

function placeIn(
  incidents: readonly Incident[],
  { buildings }: State,
  typed: string,
  readings: Readings,
): string | null {
  const places = incidents.map(({ id, place }): Named => {
    return { kind: "building", id, name: placeWord(place, buildings), lon: place.lon ?? 0, lat: place.lat ?? 0 };
  });
  const order = ({ id }: Named) => incidents.findIndex((each) => each.id === id);
  return new PlaceIndex(places, readings).find(readTyped(typed).letters, 1, order)[0]?.place.id ?? null;
}
