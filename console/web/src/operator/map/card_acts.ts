/** What can be done from a card of the map. */

import { t } from "../../language/language";
import type { CardAct } from "../../map/cards/MapCard";
import type { Selected } from "../../map/ground";
import type { Desk } from "../desk/desk";

export function cardActs(desk: Desk, { kind, id }: Selected): CardAct[] {
  const { state } = desk.record;
  if (kind === "unit") {
    const orders = [...state.peek().assignments.values()].filter((each) => each.unit === id && each.ending === null);
    return orders.map(({ incident }) => ({
      words: `${t("map.card.show_incident")} ${state.peek().incidents.get(incident)?.number ?? ""}`,
      press: () => desk.select(incident),
    }));
  }
  return [];
}
