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

/** A moment on an axis that is `spanMs` long: the time of day where it is short, else the day. */
export function axisTime(atMs: number, spanMs: number): string {
  const short = spanMs < 2 * 86_400_000;
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return formatter(short ? time : { month: "2-digit", day: "2-digit" }).format(atMs);
}

/** The month that a moment lies in, as `2026-11`. */
export function monthOf(atMs: number): string {
  return localText(atMs, zone).slice(0, 7);
}

/** A moment to the minute as spreadsheets read it in any language, `2026-11-22 09:30`, on the district's clock. */
export function isoMinute(atMs: number): string {
  return localText(atMs, zone).replace("T", " ");
}

/** The instant of a local time (`2026-11-22T09:30`) in a zone, as RFC 3339. */
export function zonedInstant(local: string, timeZone: string): string {
  const wanted = Date.parse(`${local}Z`);
  // The zone's offset there, looked up twice: the first guess may lie on the other side of a change of clocks.
  const once = wanted - offsetOf(wanted, timeZone);
  return new Date(wanted - offsetOf(once, timeZone)).toISOString();
}

function offsetOf(atMs: number, timeZone: string): number {
  const minute = Math.floor(atMs / 60_000) * 60_000;
  return Date.parse(`${localText(minute, timeZone)}Z`) - minute;
}

/** A moment on a zone's clock as `2026-11-22T09:30`. */
function localText(atMs: number, timeZone: string | undefined): string {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
  const zoned = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat("sv-SE", { ...options, ...zoned }).format(atMs).replace(" ", "T");
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
