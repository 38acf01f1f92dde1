/** Names of a list that is too long to scroll: which one a typed text means, and which ones it may mean. Pure. */

import { type Match, type Named, PlaceIndex, readTyped } from "../../places/place_index";
import { plain } from "../../places/plain";
import type { Readings } from "../../places/readings";

const AT_MOST = 8;

export class Names {
  private readonly index: PlaceIndex;
  private readonly byId: ReadonlyMap<string, Named>;

  constructor(
    private readonly all: readonly Named[],
    readings: Readings,
  ) {
    this.index = new PlaceIndex(all, readings);
    this.byId = new Map(all.map((each) => [plain(each.id), each]));
  }

  /** Return the one that a text means by its id, by its id and more (`S0001 示例站`), or by its whole name; else null. */
  meant(text: string): Named | null {
    const typed = plain(text).trim();
    const [first = ""] = typed.split(/\s/, 1);
    const byId = this.byId.get(typed) ?? this.byId.get(first);
    if (byId !== undefined) return byId;
    const named = this.all.filter(({ name }) => plain(name) === typed);
    return named.length === 1 ? (named[0] ?? null) : null;
  }

  /** Return whom a text may mean, by characters, pinyin, initials or the beginning of an id, the best first. */
  find(text: string): readonly Match[] {
    const { letters } = readTyped(text);
    if (letters === "") return [];
    const byName = this.index.find(letters, AT_MOST, () => 0);
    const known = new Set(byName.map(({ place }) => place.id));
    const typed = plain(text).trim();
    const byId = this.all.filter(({ id }) => plain(id).startsWith(typed) && !known.has(id)).slice(0, AT_MOST);
    return [...byName, ...byId.map((place) => ({ place, start: 0, length: 0 }))].slice(0, AT_MOST);
  }
}
