"""What a record of trips says: who was free when a call came, who was sent first, and which arrivals were timed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Self, TypeVar

import msgspec
import numpy as np

from routing.arrays import Flags, Floats, Int64s
from routing.calibration.trips import Trip
from routing.model import Spot

JUST_FREE = timedelta(minutes=15)
"""A unit that became free this recently is probably still on the road, so its journey from quarters is not timed."""

_T = TypeVar("_T")
_NIGHT_HOURS = frozenset({22, 23, 0, 1, 2, 3, 4, 5, 6})


class Record(msgspec.Struct, frozen=True, eq=False):
    """One mode's trips in order of time, with C calls that left a choice, T timed arrivals and U units.

    Arrays: `called` (C) and `timed` (T) are numbers of trips; `free` (C, U) tells who could be sent and `sent` (C) who
    was, by number of the unit; `quarters` (U) and `timed_from` (T) are numbers of posts.
    """

    trips: tuple[Trip, ...]
    units: tuple[str, ...]
    posts: tuple[Spot, ...]
    quarters: Int64s
    called: Int64s
    free: Flags
    sent: Int64s
    timed: Int64s
    timed_from: Int64s

    @classmethod
    def of(cls, trips: Sequence[Trip]) -> Self:
        """Work out who was free and who was sent. A unit's quarters are where most of its trips began."""
        line = tuple(sorted(trips, key=lambda trip: trip.assigned_at))
        own: dict[str, list[Trip]] = defaultdict(list)
        for trip in line:
            own[trip.unit].append(trip)
        units = tuple(sorted(own))
        posts = {spot: number for number, spot in enumerate(dict.fromkeys(trip.origin for trip in line))}
        homes = [_commonest([trip.origin for trip in own[unit]]) for unit in units]
        kinds = np.array([_commonest([trip.kind for trip in own[unit]]) for unit in units])
        firsts: dict[tuple[str, str], int] = {}
        for number, trip in enumerate(line):
            firsts.setdefault((trip.call, trip.kind), number)
        called = np.array(list(firsts.values()), np.int64)
        free = np.stack([_free(own[unit], [line[number] for number in called]) for unit in units], axis=1)
        free &= np.array([line[number].kind for number in called])[:, None] == kinds[None, :]
        choice = free.sum(axis=1) > 1
        timed = np.array(
            [n for n, trip in enumerate(line) if trip.arrival_s and _rested(own[trip.unit], trip)], np.int64
        )
        return cls(
            trips=line,
            units=units,
            posts=tuple(posts),
            quarters=np.array([posts[home] for home in homes], np.int64),
            called=called[choice],
            free=free[choice],
            sent=np.searchsorted(units, [line[number].unit for number in called[choice]]).astype(np.int64),
            timed=timed,
            timed_from=np.array([posts[line[number].origin] for number in timed], np.int64),
        )

    @property
    def called_kinds(self) -> list[str]:
        """The kind of each call (C)."""
        return [self.trips[number].kind for number in self.called]

    @property
    def timed_kinds(self) -> list[str]:
        """The kind of each timed trip (T)."""
        return [self.trips[number].kind for number in self.timed]

    @property
    def arrivals_s(self) -> Floats:
        """The recorded seconds from order to arrival (T)."""
        return np.array([self.trips[number].arrival_s for number in self.timed], np.float64)

    @property
    def at_night(self) -> Flags:
        """Whether the order of a timed trip came at night (T)."""
        return np.array([self.trips[number].assigned_at.hour in _NIGHT_HOURS for number in self.timed], np.bool_)


def _free(own: list[Trip], calls: list[Trip]) -> Flags:
    """Tell for each call whether a unit with these trips was held by no other call."""
    held = [
        any(trip.assigned_at <= call.assigned_at < trip.free_at and trip.call != call.call for trip in own)
        for call in calls
    ]
    return ~np.array(held, np.bool_)


def _rested(own: list[Trip], trip: Trip) -> bool:
    return all(
        before is trip or before.assigned_at > trip.assigned_at or before.free_at + JUST_FREE <= trip.assigned_at
        for before in own
    )


def _commonest(values: list[_T]) -> _T:
    return Counter(values).most_common(1)[0][0]
