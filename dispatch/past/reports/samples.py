"""Samples: every measured stretch of every order, one row each. All percentiles come from these and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dispatch.core.instant import Instant
from dispatch.core.performance import LEGS, Track, leg_ms
from dispatch.core.vocabulary import Struct

FIRST_LEGS: tuple[tuple[str, str], ...] = (("opened", "assigned"), ("opened", "on_scene"))
"""Of an incident, not of an order: until the first order, and until anybody was there."""

ALL_LEGS = (*FIRST_LEGS, *LEGS)


class Sample(Struct, frozen=True, kw_only=True):
    """One stretch from ``start`` to ``end`` of one order, in whole milliseconds of hub time.

    Where a milestone was not pressed, or the two stand in the wrong order, there is no sample.
    """

    exercise: bool
    incident: str
    number: str
    assignment: str
    unit: str
    station: str
    start: str
    end: str
    from_at: Instant
    ms: int


class Opening(NamedTuple):
    """What the samples of one incident need to know of it."""

    incident: str
    number: str
    opened_at: Instant
    exercise: bool


def samples(opening: Opening, orders: Iterable[Track]) -> Iterator[Sample]:
    """Yield the samples of one incident: its own first, then each order's, in the order in which they were given."""
    given = list(orders)
    for start, end in FIRST_LEGS:
        reached = [(at, order) for order in given if (at := order.reached.get(end)) is not None]
        if reached:
            at, order = min(reached, key=lambda each: each[0])
            if at >= opening.opened_at:
                yield _sample(opening, order, (start, end), opening.opened_at, at - opening.opened_at)
    for order in given:
        for start, end in LEGS:
            if (took := leg_ms(order, start, end)) is not None:
                yield _sample(opening, order, (start, end), order.reached[start], took)


def _sample(opening: Opening, order: Track, leg: tuple[str, str], from_at: Instant, ms: int) -> Sample:
    return Sample(
        exercise=opening.exercise,
        incident=opening.incident,
        number=opening.number,
        assignment=order.assignment,
        unit=order.unit,
        station=order.station,
        start=leg[0],
        end=leg[1],
        from_at=from_at,
        ms=ms,
    )
