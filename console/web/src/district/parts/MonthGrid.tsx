/** A month as a calendar: its weeks as rows, and on each day what happens there. */

import { LOCALES, language } from "../../language/language";
import "./month_grid.css";
import { weeksOf } from "./month_days";

export interface Entry {
  /** The day, as `2026-12-03`. */
  readonly day: string;
  readonly key: string;
  readonly words: string;
  readonly href?: string;
  /** What stands in the record already, before what is only planned. */
  readonly held?: boolean;
}

interface Props {
  readonly name: string;
  readonly month: string;
  readonly today: string;
  readonly entries: readonly Entry[];
}

export function MonthGrid({ name, month, today, entries }: Props) {
  const weeks = weeksOf(month);
  const weekday = new Intl.DateTimeFormat(LOCALES[language.value], { weekday: "short", timeZone: "UTC" });
  const on = (day: string) => entries.filter((each) => each.day === day);
  return (
    <table class="month">
      <caption class="unseen">{name}</caption>
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col">
              {weekday.format(Date.parse(day))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                class={`${day.startsWith(month) ? "" : "other"} ${on(day).length === 0 ? "free" : ""}`}
                aria-current={day === today ? "date" : undefined}
              >
                <time dateTime={day} class="digits">
                  {Number(day.slice(8))}
                </time>
                {on(day).map((each) => (
                  <div key={each.key} class={each.held ? "entry held" : "entry"}>
                    {each.href === undefined ? each.words : <a href={each.href}>{each.words}</a>}
                  </div>
                ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
