"""What a roster promises in the week from a day on: its turns, and how much of each day they cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from stations.duty.shifts import Turn, instant_ms, rosters_of, turns_between
from stations.model import District

_DAYS = 7
_DEEP_NIGHT_MS = 2 * 3_600_000


class Week(NamedTuple):
    """The turns of one station with somebody on them, and the eight midnights that bound the seven days."""

    turns: tuple[Turn, ...]
    midnights_ms: tuple[int, ...]

    def least_hours_a_day(self) -> float:
        """Return how many hours are covered on the day with the least; a day of 23 or 25 hours counts as 24."""
        return min(
            24.0 * _covered_ms(self.turns, begin, end) / (end - begin) for begin, end in pairwise(self.midnights_ms)
        )

    def most_at_night(self) -> int:
        """Return how many people are on post together at two in the morning, in the night with the most."""
        nights = [midnight + _DEEP_NIGHT_MS for midnight in self.midnights_ms[:-1]]
        on_post = (
            {m for turn in self.turns if turn.begins_ms <= at < turn.ends_ms for m in turn.members} for at in nights
        )
        return max((len(people) for people in on_post), default=0)


def rostered_weeks(district: District, on: date) -> dict[str, Week]:
    """Return the week from ``on`` of each station that has a roster."""
    zone = ZoneInfo(district.settings.timezone)
    midnights = tuple(instant_ms(on + timedelta(days=day), time(), zone) for day in range(_DAYS + 1))
    weeks = {}
    for roster in rosters_of(district.registry.roster or ()):
        turns = turns_between(roster, district.settings.duty.shifts, midnights[0], midnights[-1], zone)
        weeks[roster.station] = Week(tuple(turn for turn in turns if turn.members), midnights)
    return weeks


def _covered_ms(turns: Sequence[Turn], begin_ms: int, end_ms: int) -> int:
    """Return how much of a span the turns cover together; what two of them cover counts once."""
    covered, reached = 0, begin_ms
    for turn in sorted(turns):
        first, last = max(turn.begins_ms, reached), min(turn.ends_ms, end_ms)
        if first < last:
            covered += last - first
            reached = last
    return covered
