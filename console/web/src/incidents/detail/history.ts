/** What happened before, in one line for each device and for the building. */

import { t } from "../../language/language";
import { wireWord } from "../../language/wire_words";
import type { Before, Earlier, Past } from "../../wire/generated";

export interface HistoryLine {
  readonly of: string;
  /** Each part is kept in one piece where a line ends. */
  readonly parts: readonly string[];
  /** Whether it is a device that had false alarms of late: a fault. */
  readonly faulty: boolean;
}

/** Return a line for each device that has a history, and one for the building, also where nothing happened there. */
export function historyLines({ devices, building, window_days: days }: Before, now: number): HistoryLine[] {
  const told = new Set<string>();
  const lines = devices.map(({ device, past }) => lineOf(t("history.device", { device }), past, days, now, told));
  return building === null
    ? lines
    : [...lines, { ...lineOf(t("history.building"), building, days, now, told), faulty: false }];
}

/** `told` are the incidents that stand in a line above: none is told twice. */
function lineOf(of: string, past: Past, days: number, now: number, told: Set<string>): HistoryLine {
  const { incidents, false_alarms: falseAlarms, last, last_false: lastFalse } = past;
  const counted =
    incidents === 0
      ? t("history.none", { days })
      : [
          t("history.count", { count: incidents, days }),
          falseAlarms > 0 ? t("history.false", { count: falseAlarms }) : "",
        ]
          .filter(Boolean)
          .join(t("list.comma"));
  const newest = [last, lastFalse].flatMap((each) => {
    if (each === null || told.has(each.id)) return [];
    told.add(each.id);
    return lastWord(each, now);
  });
  return { of, parts: [counted, ...newest], faulty: falseAlarms > 0 };
}

function lastWord({ number, kind, close_reason: reason, confirmed, opened_at: at }: Earlier, now: number): string {
  const how = reason === "handled" && confirmed ? wireWord("kind", kind) : wireWord("close", reason);
  return t("history.last", { number, what: how, when: agoWord(now - Date.parse(at)) });
}

const MINUTE_MS = 60_000;
const HOURS_UP_TO = 48;

/** How long ago, to the unit that matters. */
export function agoWord(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 1) return t("row.now");
  if (minutes < 60) return t("history.minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < HOURS_UP_TO
    ? t("history.hours", { count: hours })
    : t("history.days", { count: Math.floor(hours / 24) });
}
