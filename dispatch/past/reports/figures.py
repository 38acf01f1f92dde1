"""Figures over samples: percentiles by numpy's own default, and how many promises were kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from dispatch.core.performance import Judgement
from dispatch.core.vocabulary import Struct
from dispatch.past.reports.samples import ALL_LEGS, Sample

PERCENTILES = (50, 90, 99)


class Spread(Struct, frozen=True, kw_only=True):
    """A stretch's percentiles over ``n`` samples, in milliseconds; None without any: absence is not zero."""

    start: str
    end: str
    n: int
    p50_ms: float | None = None
    p90_ms: float | None = None
    p99_ms: float | None = None


class Kept(Struct, frozen=True, kw_only=True):
    """How often one promise was kept. ``undecided`` are those that lapsed or are open: they count for nothing.

    ``worst_late_ms`` is the latest of those that were reached late; None where there was none.
    """

    name: str
    kept: int = 0
    late: int = 0
    missed: int = 0
    undecided: int = 0
    worst_late_ms: int | None = None

    @property
    def judged(self) -> int:
        """Return how many could be judged."""
        return self.kept + self.late + self.missed

    @property
    def share(self) -> float | None:
        """Return the share kept of those that could be judged, 0 to 1; None where none could."""
        return self.kept / self.judged if self.judged else None


def spread(start: str, end: str, values: Sequence[int]) -> Spread:
    """Return the percentiles of samples, linear between neighbours: ``numpy.percentile`` as it comes."""
    if not values:
        return Spread(start=start, end=end, n=0)
    p50, p90, p99 = (float(each) for each in np.percentile(np.asarray(values, dtype=np.int64), PERCENTILES))
    return Spread(start=start, end=end, n=len(values), p50_ms=p50, p90_ms=p90, p99_ms=p99)


def spreads(samples: Iterable[Sample]) -> tuple[Spread, ...]:
    """Return one spread for each stretch that has samples, in the order in which things happen."""
    values: dict[tuple[str, str], list[int]] = {leg: [] for leg in ALL_LEGS}
    for sample in samples:
        values[sample.start, sample.end].append(sample.ms)
    return tuple(spread(*leg, found) for leg, found in values.items() if found)


def kept(judgements: Iterable[Judgement]) -> tuple[Kept, ...]:
    """Return one count for each promise by its name, in the order of the names' first appearance."""
    by_name: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        by_name.setdefault(judgement.name, []).append(judgement)
    return tuple(_kept(name, found) for name, found in by_name.items())


def _kept(name: str, found: Sequence[Judgement]) -> Kept:
    late = [each.late_ms for each in found if each.late_ms]
    return Kept(
        name=name,
        kept=sum(each.outcome == "kept" for each in found),
        late=len(late),
        missed=sum(each.outcome == "missed" for each in found),
        undecided=sum(not each.judged for each in found),
        worst_late_ms=max(late, default=None),
    )
