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

AT_ONCE = 50
"""So many stations are written down at one look: a whole district that comes back must not hold up an alarm."""


class Condition(NamedTuple):
    """What is true of all alert clients of one station together; of several the best counts."""

    present: bool
    hidden: bool = False
    sound: bool = True
    battery: float | None = None

    @property
    def is_low(self) -> bool:
        """Whether the battery is nearly empty; a percent more or less is no news."""
        return self.battery is not None and self.battery < BATTERY_LOW

    def is_equivalent(self, other: Condition) -> bool:
        """Whether writing this one down after the other would be no news."""
        return (*self[:3], self.is_low) == (*other[:3], other.is_low)


ABSENT = Condition(present=False)


def merge(clients: Iterable[Condition]) -> Condition:
    """Return the condition of a station from those of its clients; absent without any."""
    found = list(clients)
    if not found:
        return ABSENT
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
    ) -> Iterator[tuple[str, Condition]]:
        """Yield what is to be written down now: ``known`` is in the record, ``seen`` is on the line."""
        told = 0
        for station in sorted(known.keys() | seen.keys() | self._since.keys()):
            condition, recorded = seen.get(station, ABSENT), known.get(station)
            if _is_recorded(recorded, condition):
                self._since.pop(station, None)
                continue
            before = self._since.get(station)
            if before is None or not before[0].is_equivalent(condition):
                self._since[station] = (condition, now_s)
            elif now_s - before[1] >= HOLD_S and told < AT_ONCE:
                told += 1
                yield station, condition


def _is_recorded(recorded: Presence | None, condition: Condition) -> bool:
    if recorded is None:
        return not condition.present
    return condition.is_equivalent(Condition(recorded.present, recorded.hidden, recorded.sound, recorded.battery))
