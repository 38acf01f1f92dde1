/** What is in doubt about a signal: the words that came in and nobody could read, and how old it is. */

import type { Incident } from "../wire/generated";
import { moment } from "./format";
import { t } from "./language";
import { wireWord } from "./wire_words";

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/** Return each field that could not be read with its words, as one line each. */
export function unreadWords(unread: Incident["unread"]): string[] {
  return Object.entries(unread).map(([field, words]) => t("unread", { field: wireWord("unread", field), words }));
}

/** Return a late signal's own time and its age; null where it is not late. */
export function lateWord(incident: Incident, now: number): string | null {
  const age = lateAge(incident, now);
  return age === null || incident.signal_at === null
    ? null
    : t("late", { time: moment(Date.parse(incident.signal_at)), age });
}

/** Return how old a late signal is, where there is little room; null where it is not late. */
export function lateAge(incident: Incident, now: number): string | null {
  return incident.signal_at === null ? null : ageWord(now - Date.parse(incident.signal_at));
}

function ageWord(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 2 * HOUR_MINUTES) return t("age.minutes", { count: minutes });
  if (minutes < 2 * DAY_MINUTES) return t("age.hours", { count: Math.floor(minutes / HOUR_MINUTES) });
  return t("age.days", { count: Math.floor(minutes / DAY_MINUTES) });
}
