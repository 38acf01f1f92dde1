"""The interpreter of a process that is a hub's alone: its own housekeeping kept out of the way of a push."""

from __future__ import annotations

import gc
import sys

SWITCH_INTERVAL_S = 0.0005
"""The record's thread gets the interpreter back after this instead of 5 ms: it is on the path of every answer."""

GC_THRESHOLDS = (1_000, 10, 100)


def tune() -> None:
    """Tune it once the hub has started; whatever runs in this process lives with that until it ends.

    What lives as long as the hub is nothing to look through for garbage again and again; of the rest, the young is
    looked through in small portions and the old hardly ever: almost everything here is freed by counting.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
