"""Post checks of a month by station: called, answered, missed, excused, and how long the answers took. Pure."""

from __future__ import annotations

from collections import Counter

from dispatch.core import events as ev
from dispatch.core.vocabulary import Struct
from dispatch.core.world import World
from dispatch.reports.figures import Spread, spread


class CheckRow(Struct, frozen=True, kw_only=True):
    """One station's post checks. Every one has exactly one outcome: an answer after the limit is still a miss.

    ``answer`` are the times from the call to an answer in time.
    """

    station: str
    name: str
    called: int
    answered: int
    missed: int
    excused: int
    answer: Spread


class CheckBook:
    """Takes the record's events in order and counts post checks by station."""

    def __init__(self) -> None:
        self._called: set[str] = set()
        self._counts: dict[str, Counter[str]] = {}
        self._answers_ms: dict[str, list[int]] = {}

    def enter(self, event: ev.Event) -> None:
        """Take one more event; those about no check, or about one that was called before, are passed over."""
        match event:
            case ev.CheckCalled():
                self._called.add(event.check)
                self._count(event.station, "called")
            case ev.CheckAnswered() if event.check in self._called and not event.late_ms:
                self._count(event.station, "answered")
                self._answers_ms.setdefault(event.station, []).append(event.took_ms)
            case ev.CheckMissed() if event.check in self._called:
                self._count(event.station, "missed")
            case ev.CheckExcused() if event.check in self._called:
                self._count(event.station, "excused")
            case _:
                return

    def _count(self, station: str, outcome: str) -> None:
        self._counts.setdefault(station, Counter())[outcome] += 1

    def rows(self, world: World) -> tuple[CheckRow, ...]:
        """Return a row for each station that was called, in the order of ids."""
        return tuple(self._row(key, counts, world) for key, counts in sorted(self._counts.items()))

    def _row(self, key: str, counts: Counter[str], world: World) -> CheckRow:
        station = world.stations.get(key)
        return CheckRow(
            station=key,
            name=station.name if station else "",
            called=counts["called"],
            answered=counts["answered"],
            missed=counts["missed"],
            excused=counts["excused"],
            answer=spread("called", "answered", self._answers_ms.get(key, ())),
        )
