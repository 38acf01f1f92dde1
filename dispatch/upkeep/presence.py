"""Presence of stations at their alert clients: what is seen becomes an event only once it has held (hysteresis).

Pure bookkeeping: the caller says what it sees and when. A phone that loses its line for half a minute is no news; one
that stays away is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dispatch.core.world import Presence
from stations.readiness import BATTERY_LOW

HOLD_S = 30.0
"""So long a condition must hold before it is written down."""

SLICE = 100
"""So many stations are looked at between two turns of the loop: a thousand took 7 ms."""

AT_ONCE = 50
"""So many stations are written down at one look: a whole district that comes back must not hold up an alarm."""


class Condition(NamedTuple):
    """What is true of all alert clients of one station together; of several the best counts."""

    present: bool
    hidden: bool = False
    sound: bool = True
    battery: float | None = None


ABSENT = Condition(present=False)


def merge(clients: Iterable[Condition]) -> Condition:
    """Return the condition of a station from those of its clients; absent without any."""
    found = list(clients)
    if len(found) <= 1:
        return found[0] if found else ABSENT
    batteries = [each.battery for each in found if each.battery is not None]
    return Condition(
        present=True,
        hidden=all(each.hidden for each in found),
        sound=any(each.sound for each in found),
        battery=max(batteries) if len(batteries) == len(found) else None,
    )


class PresenceDebouncer:
    """Tells what has held long enough; what nobody ever saw stays unknown."""

    def __init__(self) -> None:
        # Station → what is seen of it and is not in the record yet, and since when (seconds of the caller's clock).
        self._since: dict[str, tuple[Condition, float]] = {}

    def update(
        self, known: Mapping[str, Presence], seen: Mapping[str, Condition], now_s: float
    ) -> Iterator[list[tuple[str, Condition]]]:
        """Yield what is to be written down now, slice by slice: ``known`` is in the record, ``seen`` is on the line."""
        told, stations = 0, sorted(known.keys() | seen.keys() | self._since.keys())
        for begin in range(0, len(stations), SLICE):
            news: list[tuple[str, Condition]] = []
            for station in stations[begin : begin + SLICE]:
                condition = seen.get(station, ABSENT)
                if self._holds(station, known.get(station), condition, now_s) and told < AT_ONCE:
                    told += 1
                    news.append((station, condition))
            yield news

    def _holds(self, station: str, recorded: Presence | None, condition: Condition, now_s: float) -> bool:
        """Note what is seen of a station; return whether it is news that has held."""
        if not condition.present if recorded is None else _is_no_news(recorded, condition):
            self._since.pop(station, None)
            return False
        before = self._since.get(station)
        if before is None or not _is_no_news(before[0], condition):
            self._since[station] = (condition, now_s)
            return False
        return now_s - before[1] >= HOLD_S


def _is_no_news(told: Condition | Presence, condition: Condition) -> bool:
    """Whether writing a condition down after the other would be no news; a percent of battery more or less is none."""
    return (
        told.present == condition.present
        and told.hidden == condition.hidden
        and told.sound == condition.sound
        and _is_low(told.battery) == _is_low(condition.battery)
    )


def _is_low(battery: float | None) -> bool:
    return battery is not None and battery < BATTERY_LOW
