/** What a stretch is called: from which milestone to which. */

import { named } from "../words";

export function stretchWords({ start, end }: { readonly start: string; readonly end: string }): string {
  return `${milestone(start)} → ${milestone(end)}`;
}

function milestone(name: string): string {
  return name === "opened" ? named("stretch", name) : named("milestone", name);
}
