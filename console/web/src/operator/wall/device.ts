/** What the registry says of one device: asked for when it is looked at, for a page does not hold a hundred thousand. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, Refusal, Unreachable } from "../../wire/http";
import { useDesk } from "../desk/desk";

export interface DeviceRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string | null;
  readonly owner: string | null;
  /** Whether something looks at it; the address stays with the hub. */
  readonly camera: boolean;
}

interface DevicesAnswer {
  readonly devices: readonly DeviceRow[];
}

/** Return the rows of those devices that are known, in the order in which they are named; none while they are asked for. */
export function useRows(ids: readonly string[]): readonly DeviceRow[] {
  const { session } = useDesk();
  const rows = useSignal<readonly DeviceRow[]>([]);
  const query = new URLSearchParams(ids.map((id) => ["id", id])).toString();
  useEffect(() => {
    rows.value = [];
    if (query === "") return;
    let wanted = true;
    ask<DevicesAnswer>("GET", `/api/v1/devices?${query}`, { token: session.token }).then(
      ({ devices }) => {
        if (wanted) rows.value = devices;
      },
      (error: unknown) => {
        // Without it the state says what holds; who is not told of the owner or the camera misses nothing else.
        if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
      },
    );
    return () => {
      wanted = false;
    };
  }, [query, session.token, rows]);
  return rows.value;
}
