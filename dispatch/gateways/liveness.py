"""Who was heard of when, and who has been silent for too long: a hundred thousand devices, in memory only.

Nothing is recorded while all is well. A device is silent once it was not heard for its own ``silent_after_s``, or a
minute after its line was lost for certain; it is back as soon as it is heard. One that comes and goes must be silent
for longer each time (hysteresis). Behind a silent gateway nobody is silent: who could hear them? After a start, nobody
is silent before its time has passed anew.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from typing import NamedTuple

LOST_AFTER_S = 60.0
"""A line that is lost and comes again within this was never gone: transmission devices dial again by themselves."""

LONGEST_FACTOR = 8
"""One that comes and goes is silent at last after this many times its own time."""

CALM_AFTER = 20
"""After so many of its times without being silent, one that came and went is taken as any other again."""


class Watched(NamedTuple):
    """A device or gateway to be watched: its key in the World, its gateway, its address under it (None: the gateway
    itself), after how many seconds it is silent (0: only where its line is lost), whether it is silent already."""

    key: str
    gateway: str
    address: str | None
    silent_after_s: float
    silent: bool = False


class News(NamedTuple):
    """A device that is silent, not heard for ``for_s`` seconds; or that is back (``for_s`` is None)."""

    key: str
    for_s: float | None


class Liveness:
    """Notes when each was heard of last, in seconds of a clock that only goes forward (``now_s``)."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._rows: dict[str, Watched] = {}
        self._since: dict[str, float] = {}  # heard last, or watched since
        self._lost: dict[str, float] = {}
        self._silent: set[str] = set()
        self._back: dict[str, None] = {}
        self._flaps: dict[str, tuple[int, float]] = {}  # how often it came back, and when last
        self._gateway_back: dict[str, float] = {}
        self._due: list[tuple[float, str]] = []  # a heap
        self._planned: dict[str, float] = {}  # what of the heap counts: one look at each name

    def __len__(self) -> int:
        """Return how many are watched."""
        return len(self._rows)

    @property
    def silent(self) -> int:
        """How many are silent."""
        return len(self._silent)

    def hear(self, gateway: str, address: str | None = None) -> None:
        """A gateway, or a device under it, was heard of. Whom no table names is not watched."""
        name = gateway if address is None else f"{gateway}/{address}"
        if name not in self._rows:
            return
        self._since[name] = now = self._now_s()
        self._lost.pop(name, None)
        if name in self._silent:
            self._silent.discard(name)
            self._back[name] = None
            self._flaps[name] = (self._flaps.get(name, (0, now))[0] + 1, now)
            self._schedule(name, now)
            if address is None:
                self._gateway_back[gateway] = now

    def lose(self, gateway: str, address: str | None = None) -> None:
        """The line of a gateway, or of a device under it, is gone for certain."""
        name = gateway if address is None else f"{gateway}/{address}"
        if name in self._rows and name not in self._silent:
            self._lost.setdefault(name, self._now_s())

    def watch(self, row: Watched) -> None:
        """Watch somebody from now on, or with another time; who is watched already keeps when it was heard."""
        name, now = _name_of(row), self._now_s()
        before = self._rows.get(name)
        self._rows[name] = row
        if before is None:
            self._since[name] = now
            if row.silent:
                self._silent.add(name)
        if name not in self._silent and (before is None or before.silent_after_s != row.silent_after_s):
            self._schedule(name, now)

    def keep_only(self, names: set[str]) -> None:
        """Watch nobody any more who is not named here (`name_of`)."""
        for name in self._rows.keys() - names:
            for kept in (
                self._rows,
                self._since,
                self._lost,
                self._back,
                self._flaps,
                self._gateway_back,
                self._planned,
            ):
                kept.pop(name, None)
            self._silent.discard(name)

    def news(self, at_most: int) -> Iterator[News]:
        """Give who is back, who is silent: at most so many, the rest at the next call."""
        left = at_most
        while self._back and left:
            left -= 1
            name = next(iter(self._back))
            del self._back[name]
            if name in self._rows and name not in self._silent:
                yield News(self._rows[name].key, None)
        for name, at in list(self._lost.items()):
            if left and self._now_s() - at >= LOST_AFTER_S:
                left -= 1
                del self._lost[name]
                yield self._fall_silent(name)
        while left and self._due and self._due[0][0] <= self._now_s():
            due, name = heapq.heappop(self._due)
            if self._planned.get(name) != due:
                continue
            del self._planned[name]
            again = self._look(name)
            if again is None:
                left -= 1
                yield self._fall_silent(name)
            elif again > 0:
                self._plan(name, again)

    def _look(self, name: str) -> float | None:
        """Return when one must be looked at again (0: no more); None: it is silent now."""
        row, now = self._rows.get(name), self._now_s()
        if row is None or name in self._silent or not row.silent_after_s:
            return 0.0
        due = self._base(name, row) + row.silent_after_s * self._factor(name, row)
        if due > now:
            return due
        return None if row.address is None else self._wait_for_gateway(name, row, now)

    def _wait_for_gateway(self, name: str, row: Watched, now: float) -> float | None:
        """Return when to look again at a device whose gateway is silent, or was not heard since it was: then the
        gateway's own time decides. None: the gateway speaks, and the device does not."""
        gateway = self._rows.get(row.gateway)
        if row.gateway in self._silent:
            return now + row.silent_after_s
        if gateway is None or not gateway.silent_after_s or self._since[row.gateway] > self._since[name]:
            return None
        return max(now, self._since[row.gateway] + gateway.silent_after_s) + 1.0

    def _base(self, name: str, row: Watched) -> float:
        return max(self._since[name], self._gateway_back.get(row.gateway, 0.0) if row.address is not None else 0.0)

    def _factor(self, name: str, row: Watched) -> float:
        times, at = self._flaps.get(name, (0, 0.0))
        if times and self._now_s() - at > CALM_AFTER * row.silent_after_s:
            del self._flaps[name]
            return 1.0
        return float(min(LONGEST_FACTOR, 2**times))

    def _fall_silent(self, name: str) -> News:
        row = self._rows[name]
        self._silent.add(name)
        self._back.pop(name, None)
        self._lost.pop(name, None)
        return News(row.key, self._now_s() - self._since[name])

    def _schedule(self, name: str, now: float) -> None:
        row = self._rows[name]
        if row.silent_after_s:
            self._plan(name, now + row.silent_after_s)

    def _plan(self, name: str, due: float) -> None:
        self._planned[name] = due
        heapq.heappush(self._due, (due, name))


def name_of(gateway: str, address: str | None) -> str:
    """Return what one is watched under."""
    return gateway if address is None else f"{gateway}/{address}"


def _name_of(row: Watched) -> str:
    return name_of(row.gateway, row.address)
