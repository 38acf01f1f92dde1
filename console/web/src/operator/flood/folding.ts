/** The key that folds and unfolds: the group that the selected row is in, else all of them. */

import { toggle } from "../../incidents/list/list";
import type { Desk } from "../desk/desk";

export function foldGroups(desk: Pick<Desk, "list" | "selected">): void {
  const { groups, shelves } = desk.list.rows.peek();
  const heads = [...groups, ...shelves].filter(({ ids }) => ids.length > 0);
  const own = heads.find(({ ids }) => ids.includes(desk.selected.peek() ?? ""));
  const keys = own === undefined ? heads.map(({ key }) => key) : [own.key];
  if (keys.length > 0) toggle(desk.list, ...keys);
}
