/**
 * Events that an older hub stored come as they were stored: they lack the fields that were added since. The hub fills
 * in the defaults when it reads them, and so must a page that folds by the same rules.
 */

import { type AnyEvent, EVENT_TYPES, type EventType, SHAPES } from "./generated";

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

/** Whether this page was built for events of the type; a newer hub may send others. */
export function isKnown(type: string): type is EventType {
  return KNOWN.has(type);
}

/** Return the event with every field; the very same object where nothing is missing. */
export function complete(event: AnyEvent): AnyEvent {
  return filled(filled(event, "Event"), event.type) as AnyEvent;
}

function filled(value: object, name: string): object {
  const shape = SHAPES[name];
  if (shape === undefined) return value;
  const given = value as Record<string, unknown>;
  let result = given;
  for (const [field, absent] of Object.entries(shape.defaults)) {
    if (!(field in given)) result = { ...result, [field]: absent };
  }
  for (const [field, inner] of Object.entries(shape.nested)) {
    const before = given[field];
    const after = filledInside(before, inner);
    if (after !== before) result = { ...result, [field]: after };
  }
  return result;
}

function filledInside(value: unknown, name: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => filledInside(item, name));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  return typeof value === "object" && value !== null ? filled(value, name) : value;
}
