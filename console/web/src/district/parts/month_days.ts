/** The days of a month in weeks from Monday on, with the days of other months that its weeks hold. Pure. */

const DAY_MS = 86_400_000;

/** Return the weeks of a month (`2026-12`), each of seven days (`2026-12-03`). */
export function weeksOf(month: string): string[][] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const from = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY_MS;
  const weeks: string[][] = [];
  for (let at = from; at === from || dayOf(at).startsWith(month); at += 7 * DAY_MS) {
    weeks.push(Array.from({ length: 7 }, (_, place) => dayOf(at + place * DAY_MS)));
  }
  return weeks;
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
