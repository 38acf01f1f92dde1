/** A clock that ticks once a minute: that is as fine as an age on the wall is said. */

import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { useDesk } from "../desk/desk";

const MINUTE_MS = 60_000;

/** Return the hub's time, told anew once a minute. */
export function useMinute(): number {
  const { clock } = useDesk().record;
  const minute = useSignal(clock.now() ?? 0);
  useLayoutEffect(
    () =>
      clock.second.subscribe(() => {
        const now = clock.now();
        if (now !== null && Math.floor(now / MINUTE_MS) !== Math.floor(minute.peek() / MINUTE_MS)) minute.value = now;
      }),
    [clock, minute],
  );
  return minute.value;
}
