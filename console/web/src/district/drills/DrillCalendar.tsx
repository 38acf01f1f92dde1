/** The drills of a month on its days: those that were held, and those that are planned for a time. */

import { useState } from "preact/hooks";
import { isoMinute } from "../../language/format";
import { t } from "../../language/language";
import type { Drill } from "../../wire/generated";
import { useDistrict } from "../district";
import { MonthField, thisMonth } from "../parts/MonthField";
import { type Entry, MonthGrid } from "../parts/MonthGrid";
import { addressOf } from "../route";

export function DrillCalendar() {
  const { record } = useDistrict();
  const [month, setMonth] = useState(thisMonth());
  const entries = [...record.state.value.drills.values()].flatMap((each) => entryOf(each) ?? []);
  return (
    <section class="part" aria-labelledby="calendar">
      <h2 id="calendar">{t("drills.calendar")}</h2>
      <MonthField value={month} onPick={setMonth} />
      <MonthGrid
        name={t("drills.calendar")}
        month={month}
        today={isoMinute(Date.now()).slice(0, 10)}
        entries={entries
          .filter(({ day }) => day.startsWith(month))
          .sort((one, other) => (one.words < other.words ? -1 : 1))}
      />
    </section>
  );
}

function entryOf({ id, plan, state, started_at, starts_at }: Drill): Entry | null {
  const at = started_at ?? starts_at;
  if (at === null || state === "cancelled") return null;
  const [day = "", time = ""] = isoMinute(Date.parse(at)).split(" ");
  return { day, key: id, words: `${time} ${plan.name}`, href: addressOf("drills", id), held: started_at !== null };
}
