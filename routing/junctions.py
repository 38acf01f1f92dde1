"""What a junction costs: half a mode's delay on every edge at each end where three pieces of road or more meet.

Whoever passes a junction leaves one edge there and enters another, so has paid it once. The delay is part of the
edges' own times: routes stay sums of edges, alike in both directions, and every search stays exact.
"""

import numpy as np

from routing.arrays import Flags, Int32s, Int64s

JUNCTION_ARMS = 3
"""Where fewer pieces end, a road goes on or ends."""


def junction_delays_ms(ends: tuple[Int32s, Int32s], used: Flags, junction_s: float) -> Int64s:
    """Return for each directed edge its part of the delays at both its ends, in ms.

    `ends` are the tails and heads of all directed edges, every piece in both directions; `used` tells which pieces the
    mode can use in either direction: a footpath that meets a street holds up no engine.
    """
    tails, heads = ends
    half_ms = round(junction_s * 500)
    arms = np.bincount(tails[used], minlength=int(max(tails.max(initial=0), heads.max(initial=0))) + 1)
    junction = arms >= JUNCTION_ARMS
    delays: Int64s = half_ms * (junction[tails].astype(np.int64) + junction[heads])
    return delays


def delayed(weight_ms: Int64s, delay_ms: Int64s) -> Int64s:
    """Return times with their delays; what is not usable (below 0) stays so."""
    return np.where(weight_ms < 0, weight_ms, weight_ms + delay_ms)
