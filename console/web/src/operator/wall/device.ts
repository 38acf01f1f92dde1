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

interface DeviceAnswer {
  readonly device: DeviceRow | null;
}

/** Return the row of a device; null while it is not known, or where there is none. */
export function useRow(id: string | null): DeviceRow | null {
  const { session } = useDesk();
  const row = useSignal<DeviceRow | null>(null);
  useEffect(() => {
    row.value = null;
    if (id === null) return;
    let wanted = true;
    ask<DeviceAnswer>("GET", `/api/v1/devices/${encodeURIComponent(id)}`, { token: session.token }).then(
      (answer) => {
        if (wanted) row.value = answer.device;
      },
      (error: unknown) => {
        // Without it the state says what holds; who is not told of the owner or the camera misses nothing else.
        if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
      },
    );
    return () => {
      wanted = false;
    };
  }, [id, session.token, row]);
  return row.value;
}
