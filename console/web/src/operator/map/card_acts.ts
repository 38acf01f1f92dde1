/** What can be done from a card of the map. */

import { t } from "../../language/language";
import type { CardAct } from "../../map/cards/MapCard";
import type { Selected } from "../../map/ground";
import type { Desk } from "../desk/desk";

export function cardActs(desk: Desk, { kind, id }: Selected): CardAct[] {
  const { state } = desk.record;
  if (kind === "unit") {
    const orders = [...state.peek().assignments.values()].filter((each) => each.unit === id && each.ending === null);
    const numberOf = (incident: string) => state.peek().incidents.get(incident)?.number ?? "";
    const shows = orders.map(({ incident }) => ({
      words: `${t("map.card.show_incident")} ${numberOf(incident)}`,
      press: () => desk.select(incident),
    }));
    const selected = desk.selected.peek();
    if (selected === null || !desk.mayAct) return shows;
    return [{ words: t("map.card.pick", { number: numberOf(selected) }), press: () => desk.pickUnit(id) }, ...shows];
  }
  if (kind === "condition") return [{ words: t("map.card.show_wall"), press: () => showOnWall(desk, id) }];
  return [];
}

/** Show a building's lines on the wall. */
function showOnWall({ wall, pane, record }: Desk, building: string): void {
  wall.part.value = "holding";
  wall.grouping.value = "building";
  wall.typed.value = record.state.peek().buildings.get(building)?.name ?? building;
  pane.value = "wall";
}
