/** Times, spans and numbers as the reader's language writes them. Points in time are milliseconds since 1970. */

import { LOCALES, language } from "./language";

/** The district's time zone, as the hub says it; the browser's own until then. */
let zone: string | undefined;

/** Show times in a zone of the IANA database from now on. */
export function setZone(name: string): void {
  zone = name;
}

const made = new Map<string, Intl.DateTimeFormat>();

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = LOCALES[language.value];
  const key = JSON.stringify([locale, zone, options]);
  const found = made.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, ...(zone ? { timeZone: zone } : {}) });
  made.set(key, found);
  return found;
}

/** `02:13:05`, on a clock of 24 hours; "—" where it is unknown. */
export function clock(atMs: number | null): string {
  if (atMs === null) return "—";
  return formatter({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(atMs);
}

/** The day and the minute. */
export function moment(atMs: number): string {
  const day = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  return formatter({ ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(atMs);
}

/** `0:41`, `12:07`, `1:02:30`: whole seconds, rounded down, without a sign. */
export function span(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A number with the language's own separators; "—" where it is unknown. */
export function number(value: number | null, digits = 0): string {
  if (value === null) return "—";
  return new Intl.NumberFormat(LOCALES[language.value], { maximumFractionDigits: digits }).format(value);
}

/** Metres below a kilometre, kilometres above. */
export function distance(metres: number): string {
  const far = metres >= 1000;
  const style = { style: "unit", unit: far ? "kilometer" : "meter", unitDisplay: "short" } as const;
  const shown = far ? metres / 1000 : Math.round(metres / 10) * 10;
  return new Intl.NumberFormat(LOCALES[language.value], { ...style, maximumFractionDigits: 1 }).format(shown);
}
