"""Two servers in turns, a window each, and what their latencies say of each other.

What the machine does meanwhile changes from one second to the next and meets both alike, so each window is held against
its neighbour of the same second. The middle of the windows' ratios is robust; a tail is not to be had from the few
samples of one window, so it is taken of all windows together.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import msgspec
import numpy as np

BARE_P99_LIMIT_S = 5e-3
"""Where even the bare server's tail is longer than this, the machine is measured and not the hub."""
OTHERS_LIMIT = 0.1
"""So much of the machine (0 to 1) may other programs use while it is measured, and a host may take away."""
_FEWEST = 5


class Ratios(msgspec.Struct, frozen=True, kw_only=True):
    """Latencies of one server beside another's, in seconds. ``p50_ratio`` is the median of the windows' ratios,
    ``p99_ratio`` that of all samples together; ``windows`` is how many pairs were good for a ratio.
    """

    p50_s: float
    p99_s: float
    other_p50_s: float
    other_p99_s: float
    p50_ratio: float
    p99_ratio: float
    windows: int


def in_turns(names: Sequence[str], rounds: int) -> list[str]:
    """Return whose window is next, each once a round and each round in the other order, so that no one is always first.

    >>> in_turns(["a", "b"], 3)
    ['a', 'b', 'b', 'a', 'a', 'b']
    """
    return [name for number in range(rounds) for name in (names if number % 2 == 0 else tuple(reversed(names)))]


def hold_against(ours: Sequence[Sequence[float]], theirs: Sequence[Sequence[float]]) -> Ratios | None:
    """Return how the windows of one compare with the other's, in pairs; None where no pair has enough samples."""
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if min(len(a), len(b)) >= _FEWEST]
    if not pairs:
        return None
    all_ours, all_theirs = (np.concatenate([np.asarray(pair[side]) for pair in pairs]) for side in (0, 1))
    p50_s, p99_s = (float(each) for each in np.percentile(all_ours, (50, 99)))
    other_p50_s, other_p99_s = (float(each) for each in np.percentile(all_theirs, (50, 99)))
    return Ratios(
        p50_s=p50_s,
        p99_s=p99_s,
        other_p50_s=other_p50_s,
        other_p99_s=other_p99_s,
        p50_ratio=median(median(a) / median(b) for a, b in pairs),
        p99_ratio=p99_s / other_p99_s,
        windows=len(pairs),
    )


def why_void(*, bare_p99_s: float | None, others: float, stolen: float) -> str | None:
    """Say why a run tells nothing of the hub; None where it does. Two arguments are shares of the machine."""
    if others > OTHERS_LIMIT:
        return f"other programs used {others:.0%} of the machine"
    if stolen > OTHERS_LIMIT:
        return f"the host took {stolen:.0%} of the machine away"
    if bare_p99_s is not None and bare_p99_s > BARE_P99_LIMIT_S:
        return f"the bare server's p99 is {bare_p99_s * 1e3:.1f} ms"
    return None
