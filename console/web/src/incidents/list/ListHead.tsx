/** Above the list: how many stand higher than the held order shows, and the search that jumps to a row. */

import { useSignal } from "@preact/signals";
import { t } from "../../language/language";
import { placeWord } from "../../language/wire_words";
import { PlaceIndex } from "../../places/place_index";
import { openReadings } from "../../places/readings";
import { type Board, useBoard } from "../board";

export function ListHead() {
  const board = useBoard();
  const missed = useSignal(false);
  const { operations, risen } = board.list.rows.value;
  const search = (event: KeyboardEvent) => {
    if (event.isComposing || event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    const field = event.currentTarget as HTMLInputElement;
    void findRow(board, field.value.trim()).then((found) => {
      missed.value = found === null;
      if (found === null) return;
      board.select(found);
      field.blur();
    });
  };
  return (
    <div class="list-head">
      <h1>
        {t("list.title")} <span class="digits">{operations.length}</span>
      </h1>
      <output class="amber">{risen > 0 && t("list.risen", { count: risen })}</output>
      <output class="second">{missed.value && t("list.none_found")}</output>
      <input
        id="search"
        type="search"
        aria-label={t("list.search")}
        placeholder={t("list.search")}
        onKeyDown={search}
        onInput={() => {
          missed.value = false;
        }}
      />
    </div>
  );
}

/** Return the most urgent incident whose number ends so, or whose place is meant by the letters. */
async function findRow(board: Board, typed: string): Promise<string | null> {
  const state = board.record.state.peek();
  const incidents = board.list.ranks.peek().flatMap(({ id }) => state.incidents.get(id) ?? []);
  const numbered = incidents.find((each) => typed !== "" && each.number.endsWith(typed));
  if (numbered !== undefined) return numbered.id;
  const index = new PlaceIndex(
    incidents.map(({ id, place }) => ({
      kind: "building",
      id,
      name: placeWord(place, state.buildings),
      lon: place.lon ?? 0,
      lat: place.lat ?? 0,
    })),
    await openReadings(),
  );
  return (
    index.find(typed.toLowerCase(), 1, ({ id }) => incidents.findIndex((each) => each.id === id))[0]?.place.id ?? null
  );
}
