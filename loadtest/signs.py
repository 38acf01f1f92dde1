"""Whether two series of pairs differ: the exact sign test, which asks nothing of how the figures are spread.

Figures of a busy machine have long tails and drift, so neither their means nor a t-test says much. Of two that were
taken side by side the sign of the difference does: by chance alone each is the larger one half of the time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

import msgspec

SURE = 0.05
"""A difference that chance brings about less often than this is said to be one."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How this commit's figure differs from the other's, over pairs.

    ``ratio`` is the median of ours ÷ theirs, ``lower`` and ``higher`` in how many pairs ours was; equal ones count in
    neither. ``chance`` is how often pairs that do not differ would be at least as lopsided (two-sided).
    """

    name: str
    unit: str
    ours: float
    theirs: float
    ratio: float
    lower: int
    higher: int
    chance: float

    @property
    def verdict(self) -> str:
        """Say in a word what the pairs show."""
        if self.chance >= SURE:
            return "no difference shown"
        return "lower" if self.lower > self.higher else "higher"


def sign_test(lower: int, higher: int) -> float:
    """Return the two-sided probability of signs at least as lopsided as these where each is as likely as the other."""
    n_pairs = lower + higher
    tail = sum(math.comb(n_pairs, k) for k in range(min(lower, higher) + 1))
    return float(min(1.0, 2 * tail / 2**n_pairs))


def compare(name: str, unit: str, ours: Sequence[float], theirs: Sequence[float]) -> Difference:
    """Return what pairs show. Raises `ValueError` where one side has more figures than the other, or there are none."""
    pairs = list(zip(ours, theirs, strict=True))
    if not pairs:
        raise ValueError(f"{name}: there are no pairs")
    lower, higher = sum(one < other for one, other in pairs), sum(one > other for one, other in pairs)
    return Difference(
        name=name,
        unit=unit,
        ours=median(ours),
        theirs=median(theirs),
        ratio=median(one / other if other else math.nan for one, other in pairs),
        lower=lower,
        higher=higher,
        chance=sign_test(lower, higher),
    )
