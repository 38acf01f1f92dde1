"""How much the desk had to hear: the figures of EEMUA 191 and ISA-18.2 (IEC 62682) from a journal of alarms. Pure.

The definitions are those that the package ``alarmkpi`` publishes, for one operator position: averages per day, hour and
ten minutes; the most in any ten minutes; floods, which start above ten in ten minutes and end below five; periods of
the clock in flood; the ten sources that alarm most; chattering sources, three and more in a minute.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import By, Struct

MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000
PERIOD_MS = 10 * MINUTE_MS
FLOOD_ABOVE, FLOOD_ENDS_BELOW = 10, 5
MANY_PER_HOUR = 30
CHATTERS, CHATTERS_WITHIN_MS = 3, MINUTE_MS
TOP = 10
STALE_MS = DAY_MS
"""What stands for longer than a day is stale."""

Priority = Literal["urgent", "fresh", "warning"]
"""The desk's sounds: nobody comes or is there in time; a new incident; a promise that runs out."""


class Signal(Struct, frozen=True, kw_only=True):
    """A line of the journal: one alarm. ``tag`` is its device, or its kind of source where it names none."""

    at: Instant
    tag: str
    source: str
    kind: str
    incident: str
    number: str
    building: str | None = None
    floor: int | None = None


class Rates(Struct, frozen=True, kw_only=True):
    """How many there were, on average per day, hour and ten minutes, and the most in any ten minutes."""

    count: int
    per_day: float
    per_hour: float
    per_10min: float
    peak_10min: int


class FloodSpan(Struct, frozen=True, kw_only=True):
    """A flood: from the first alarm of the ten minutes that began it until fewer than five were left of ten minutes."""

    from_at: Instant
    until: Instant
    count: int
    peak_10min: int


class SourceLine(Struct, frozen=True, kw_only=True):
    """What a source had of all alarms; ``chatters``: it alarmed three times and more within a minute."""

    tag: str
    count: int
    share: float
    chatters: bool


class Standing(Struct, frozen=True, kw_only=True):
    """An incident that was open at the end; ``stale``: for more than a day."""

    incident: str
    number: str
    opened_at: Instant
    stale: bool


class Sounds(Struct, frozen=True, kw_only=True):
    """What sounded at the desk, by priority; EEMUA 191 aims at 5, 15 and 80 % from the highest."""

    urgent: int = 0
    fresh: int = 0
    warning: int = 0
    peak_10min: int = 0


class Deeds(Struct, frozen=True, kw_only=True):
    """What came of it: incidents opened and closed, false alarms of these, promises missed."""

    opened: int = 0
    closed: int = 0
    false_alarms: int = 0
    missed: int = 0


class HandedOver(Struct, frozen=True, kw_only=True):
    """A shift of the desk that was handed over."""

    at: Instant
    offered_by: By
    accepted_by: By


class AlarmLoad(Struct, frozen=True, kw_only=True):
    """The desk's alarm load between two moments.

    ``flood_share`` of the time was in flood; ``periods_in_flood`` of all ten minutes by the clock had more than ten
    alarms, ``busy_hours`` of all hours more than thirty. Shares are 0 to 1.
    """

    from_at: Instant
    until: Instant
    alarms: Rates
    flood_share: float
    periods_in_flood: float
    busy_hours: float
    floods: tuple[FloodSpan, ...] = ()
    top: tuple[SourceLine, ...] = ()
    top_share: float = 0.0
    chattering: tuple[str, ...] = ()
    standing: tuple[Standing, ...] = ()
    sounds: Sounds = msgspec.field(default_factory=Sounds)
    deeds: Deeds = msgspec.field(default_factory=Deeds)
    handed_over: tuple[HandedOver, ...] = ()


def alarm_load(
    signals: Sequence[Signal],
    *,
    from_at: Instant,
    until: Instant,
    standing: Sequence[Standing] = (),
    sounds: Sounds | None = None,
    deeds: Deeds | None = None,
    handed_over: Sequence[HandedOver] = (),
) -> AlarmLoad:
    """Return the load of a journal that is in order of time, all of it within the span."""
    moments = [int(each.at) for each in signals]
    tags = Counter(each.tag for each in signals)
    chattering = _chattering(signals)
    found = floods(moments, until=until)
    span_ms = max(1, until - from_at)
    top = sorted(tags.items(), key=lambda line: (-line[1], line[0]))[:TOP]
    return AlarmLoad(
        from_at=from_at,
        until=until,
        alarms=rates(moments, span_ms),
        flood_share=sum(each.until - each.from_at for each in found) / span_ms,
        periods_in_flood=_share_above(moments, from_at, span_ms, PERIOD_MS, FLOOD_ABOVE),
        busy_hours=_share_above(moments, from_at, span_ms, HOUR_MS, MANY_PER_HOUR),
        floods=tuple(found),
        top=tuple(
            SourceLine(tag=tag, count=count, share=count / len(signals), chatters=tag in chattering)
            for tag, count in top
        ),
        top_share=sum(count for _, count in top) / len(signals) if signals else 0.0,
        chattering=tuple(sorted(chattering)),
        standing=tuple(standing),
        sounds=sounds or Sounds(),
        deeds=deeds or Deeds(),
        handed_over=tuple(handed_over),
    )


def rates(moments: Sequence[int], span_ms: int) -> Rates:
    """Return how many there were in a span; ``moments`` in order, in milliseconds."""
    count = len(moments)
    return Rates(
        count=count,
        per_day=count * DAY_MS / span_ms,
        per_hour=count * HOUR_MS / span_ms,
        per_10min=count * PERIOD_MS / span_ms,
        peak_10min=peak(moments),
    )


def peak(moments: Iterable[int], within_ms: int = PERIOD_MS) -> int:
    """Return the most in any stretch of so long."""
    most, last = 0, deque[int]()
    for at in moments:
        last.append(at)
        while last[0] <= at - within_ms:
            last.popleft()
        most = max(most, len(last))
    return most


def floods(moments: Sequence[int], *, until: int) -> list[FloodSpan]:
    """Return the floods: each starts above ten in ten minutes and ends when fewer than five are left of them."""
    found: list[FloodSpan] = []
    last: deque[int] = deque()
    begun, members = None, list[int]()
    for at in (*moments, None):
        while last and (at is None or last[0] <= at - PERIOD_MS):
            over_at = last.popleft() + PERIOD_MS
            if begun is not None and (len(last) < FLOOD_ENDS_BELOW or over_at >= until):
                found.append(_span(begun, min(over_at, until), members))
                begun, members = None, []
        if at is None:
            break
        last.append(at)
        if begun is None and len(last) > FLOOD_ABOVE:
            begun, members = last[0], list(last)
        elif begun is not None:
            members.append(at)
    return found


def _span(begun: int, ended: int, members: Sequence[int]) -> FloodSpan:
    return FloodSpan(from_at=Instant(begun), until=Instant(ended), count=len(members), peak_10min=peak(members))


def _chattering(signals: Iterable[Signal]) -> set[str]:
    """Return the tags that alarmed three times and more within a minute."""
    last: dict[str, deque[int]] = {}
    found: set[str] = set()
    for each in signals:
        recent = last.setdefault(each.tag, deque(maxlen=CHATTERS))
        recent.append(int(each.at))
        if len(recent) == CHATTERS and recent[-1] - recent[0] <= CHATTERS_WITHIN_MS:
            found.add(each.tag)
    return found


def _share_above(moments: Iterable[int], from_at: int, span_ms: int, period_ms: int, above: int) -> float:
    """Return which share of a span's periods had more than so many."""
    periods = -(-span_ms // period_ms)
    counts = Counter((at - from_at) // period_ms for at in moments)
    return sum(count > above for count in counts.values()) / periods
