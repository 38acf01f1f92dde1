"""Post checks of a month by station: called, answered, missed, excused, and how long the answers took. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dispatch.core import events as ev
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Struct
from dispatch.core.world import World
from dispatch.reports.figures import Spread, spread
from dispatch.why.acts import name_of

OUTCOMES = ("check.answered", "check.missed", "check.excused")


class CheckRow(Struct, frozen=True, kw_only=True):
    """One station's post checks. ``answer`` are the seconds from the call to the answer."""

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
        self._called_at: dict[str, Instant] = {}
        self._counts: dict[str, Counter[str]] = {}
        self._answers_ms: dict[str, list[int]] = {}

    def enter(self, event: ev.Event) -> None:
        """Take one more event; those that are about no check are passed over."""
        kind = name_of(event)
        if not kind.startswith("check."):
            return
        found: Any = event
        counts = self._counts.setdefault(found.station, Counter())
        if kind == "check.called":
            self._called_at[found.check] = event.at
            counts[kind] += 1
        elif kind in OUTCOMES and found.check in self._called_at:
            counts[kind] += 1
            if kind == "check.answered":
                took_ms = event.at - self._called_at[found.check]
                self._answers_ms.setdefault(found.station, []).append(took_ms)

    def rows(self, world: World) -> tuple[CheckRow, ...]:
        """Return a row for each station that was called, in the order of ids."""
        return tuple(self._row(key, counts, world) for key, counts in sorted(self._counts.items()))

    def _row(self, key: str, counts: Counter[str], world: World) -> CheckRow:
        station = world.stations.get(key)
        return CheckRow(
            station=key,
            name=station.name if station else "",
            called=counts["check.called"],
            answered=counts["check.answered"],
            missed=counts["check.missed"],
            excused=counts["check.excused"],
            answer=spread("called", "answered", self._answers_ms.get(key, ())),
        )
