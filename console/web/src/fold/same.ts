/** Whether two values of the wire are the same, however deep. */

export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [ours, theirs] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = Object.keys(ours);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === Object.keys(theirs).length &&
    keys.every((key) => key in theirs && same(ours[key], theirs[key]))
  );
}
