/** A station's people as they are ticked: by the shifts of its roster, and those on none. Pure. */

import type { Roster } from "../../wire/generated";

export interface Group {
  /** The shift's name; empty for who is on no roster. */
  readonly shift: string;
  readonly people: readonly string[];
}

/** Return everybody once, under the first shift that has them; `besides` are ids that are ticked already. */
export function groupsOf(roster: Roster | undefined, besides: Iterable<string>): readonly Group[] {
  const groups = new Map<string, string[]>();
  const seen = new Set<string>();
  const put = (shift: string, people: Iterable<string>) => {
    const own = groups.get(shift) ?? [];
    for (const id of people) {
      if (seen.has(id)) continue;
      seen.add(id);
      own.push(id);
    }
    groups.set(shift, own);
  };
  for (const { shift, members } of roster?.rows ?? []) put(shift, members);
  put("", [...(roster?.members ?? []), ...besides]);
  return [...groups]
    .map(([shift, people]) => ({ shift, people: people.sort() }))
    .filter(({ people }) => people.length > 0);
}
