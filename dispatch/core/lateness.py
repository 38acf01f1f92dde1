"""Why a crew was late: the way from order to arrival in legs, planned against actual, and the leg that lost the time.

Pure. What was planned are the legs of the travel time that the order was given with (`vocabulary.Legs`); what happened
are the milestones that the crew pressed. Between leaving and arriving nobody presses anything, so road, entrance and
stairs have a plan each and one actual time together. The pages have the same rule (`derived/waterfall.ts`);
`tests/data/waterfall.json` holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from dispatch.core.instant import Instant
from dispatch.core.milestones import settled
from dispatch.core.performance import Track, judge_target
from dispatch.core.vocabulary import Struct

LegName = Literal["answer", "turnout", "way", "unsplit"]
"""``answer``: order to acknowledgement. ``turnout``: from there to leaving; planned for both together. ``way``: leaving
to arriving, by road, to the entrance, up the stairs. ``unsplit``: order to arrival where leaving was not said."""

CauseName = Literal["foreseen", "answer", "turnout", "way", "unsplit"]
"""``foreseen``: even as planned the crew could not be there within the limit."""

WORTH_SAYING_MS = 5_000
"""A leg that lost less than this is not named beside a larger one."""


class Leg(Struct, frozen=True, kw_only=True):
    """One leg, in milliseconds. ``planned_ms`` is None without a plan, ``actual_ms`` until it is over."""

    name: LegName
    planned_ms: int | None
    actual_ms: int | None


class Cause(Struct, frozen=True, kw_only=True):
    """What part of being late came from where; ``planned_ms`` and ``actual_ms`` of the leg, None for ``foreseen``."""

    name: CauseName
    lost_ms: int
    planned_ms: int | None = None
    actual_ms: int | None = None


class Waterfall(Struct, frozen=True, kw_only=True):
    """An order's way to its arrival. ``late_ms`` is against the promise of the arrival: None while it is not late or
    nothing was promised. ``causes`` are the largest first, none where it is not late."""

    assignment: str
    unit: str
    legs: tuple[Leg, ...]
    road_ms: int | None
    entrance_ms: int | None
    stairs_ms: int | None
    late_ms: int | None
    causes: tuple[Cause, ...]


def waterfall(track: Track, as_of: Instant) -> Waterfall:
    """Return an order's legs and, where it is late as of a moment, why."""
    legs = _legs(track)
    late_ms = _late_ms(track, as_of)
    planned = track.legs
    return Waterfall(
        assignment=track.assignment,
        unit=track.unit,
        legs=legs,
        road_ms=None if planned is None else _ms(planned.road_s),
        entrance_ms=None if planned is None else _ms(planned.entrance_s),
        stairs_ms=None if planned is None else _ms(planned.storeys_s),
        late_ms=late_ms,
        causes=() if late_ms is None else _causes(track, legs, as_of),
    )


def _legs(track: Track) -> tuple[Leg, ...]:
    planned, reached = track.legs, track.reached
    turnout = None if planned is None else _ms(planned.turnout_s)
    way = None if planned is None else _ms(planned.road_s + planned.entrance_s + planned.storeys_s)
    answered, left, there = reached.get("acknowledged"), reached.get("en_route"), settled(reached.get)["on_scene"]
    if left is None and there is not None:
        whole = None if turnout is None or way is None else turnout + way
        return (Leg(name="unsplit", planned_ms=whole, actual_ms=there - track.assigned_at),)
    if answered is not None and left is not None and answered > left:
        answered = left  # leaving is an answer too
    start = track.assigned_at
    return (
        Leg(name="answer", planned_ms=None, actual_ms=_between(start, answered if answered is not None else left)),
        Leg(name="turnout", planned_ms=turnout, actual_ms=_between(answered, left)),
        Leg(name="way", planned_ms=way, actual_ms=_between(left, there)),
    )


def _late_ms(track: Track, as_of: Instant) -> int | None:
    """Return by how much the arrival came after what was promised, or is overdue; None where it is neither."""
    clock = next((each for each in track.targets if each.milestone == "on_scene"), None)
    if clock is None:
        return None
    judged = judge_target(track, clock, as_of)
    late = judged.late_ms
    if late is None and judged.due_at is not None and track.ended_at is None:
        late = as_of - judged.due_at
    return late if late is not None and late > 0 else None


def _causes(track: Track, legs: Iterable[Leg], as_of: Instant) -> tuple[Cause, ...]:
    found = [*_foreseen(track), *_lost(track, {leg.name: leg for leg in legs}, as_of)]
    found.sort(key=lambda cause: -cause.lost_ms)
    return tuple(cause for number, cause in enumerate(found) if number == 0 or cause.lost_ms >= WORTH_SAYING_MS)


def _foreseen(track: Track) -> Iterable[Cause]:
    clock = next(each for each in track.targets if each.milestone == "on_scene")
    waited_ms = track.reached[clock.start] - track.assigned_at
    if track.eta_s is not None and (beyond := _ms(track.eta_s) - waited_ms - clock.limit_s * 1000) > 0:
        yield Cause(name="foreseen", lost_ms=beyond)


def _lost(track: Track, legs: dict[LegName, Leg], as_of: Instant) -> Iterable[Cause]:
    """Yield what each leg lost. The plan gives answering and leaving one time; who waits for an answer is told so."""
    if (whole := legs.get("unsplit")) is not None:
        yield from _cause(whole.name, whole.planned_ms, whole.actual_ms)
        return
    answer, turnout, way = legs["answer"], legs["turnout"], legs["way"]
    left = track.reached.get("en_route")
    so_far = as_of - track.assigned_at
    waited = so_far if answer.actual_ms is None else answer.actual_ms
    if turnout.planned_ms is not None:
        yield from _cause("answer", turnout.planned_ms, waited)
        if answer.actual_ms is not None:
            spent = so_far - waited if left is None else turnout.actual_ms
            yield from _cause("turnout", max(0, turnout.planned_ms - waited), spent)
    if left is not None:
        yield from _cause("way", way.planned_ms, as_of - left if way.actual_ms is None else way.actual_ms)


def _cause(name: CauseName, planned_ms: int | None, actual_ms: int | None) -> Iterable[Cause]:
    if planned_ms is not None and actual_ms is not None and actual_ms > planned_ms:
        yield Cause(name=name, lost_ms=actual_ms - planned_ms, planned_ms=planned_ms, actual_ms=actual_ms)


def _between(start: Instant | None, end: Instant | None) -> int | None:
    return None if start is None or end is None else max(0, end - start)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
