/** Incidents that are too old for the state, looked for in the whole record. */

import type { Archived } from "../../incidents/board";
import { ask, Refusal, Unreachable } from "../../wire/http";

interface Episodes {
  readonly episodes: readonly {
    readonly id: string;
    readonly numbers: readonly string[];
    readonly building_name: string | null;
    readonly place: { readonly text: string | null };
  }[];
}

/** Return the newest one that the words mean; null where there is none, or nobody answers. */
export async function findArchived(token: string, text: string): Promise<Archived | null> {
  const query = new URLSearchParams({ text, limit: "1" });
  try {
    const { episodes } = await ask<Episodes>("GET", `/api/v1/episodes?${query}`, { token });
    const [found] = episodes;
    if (found === undefined) return null;
    return { id: found.id, number: found.numbers[0] ?? "", place: found.building_name ?? found.place.text ?? "" };
  } catch (error) {
    if (error instanceof Refusal || error instanceof Unreachable) return null;
    throw error;
  }
}
