"""Travel time as an argument: what a decision is told about who could be where, and when.

The search itself is done before the decision, outside the core. A decision that needs to look further than what it was
given raises `NeedMore` and is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter

import msgspec

from dispatch.core.drill import BarredLane
from dispatch.core.vocabulary import ClosureArea, Legs, Place, Struct
from stations.model import TravelMode


class Candidate(Struct, frozen=True, kw_only=True):
    """A unit that could be there ``eta_ms`` (whole milliseconds) after the order; ``cautions``: see `Considered`.

    ``at_station``: no road leads from where it says it is, so it was counted at its station.
    """

    unit: str
    eta_ms: int
    legs: Legs
    cautions: tuple[str, ...] = ()
    at_station: bool = False

    @property
    def sort_key(self) -> tuple[int, str]:
        """Candidates come by arrival; ties by id."""
        return (self.eta_ms, self.unit)


by_arrival = attrgetter("eta_ms", "unit")
"""`Candidate.sort_key` as a key to sort by."""


class ModeReach(Struct, frozen=True, kw_only=True):
    """The nearest free units of one mode, in order; ``complete``: there are no further ones that can get there."""

    nearest: tuple[Candidate, ...] = ()
    complete: bool = True


class Closing(Struct, frozen=True, kw_only=True):
    """What a closure would close: so many pieces of road. ``far_km`` is its distance from all roads, 0 among them.

    ``swapped``: the pieces that it would close with longitude and latitude exchanged. ``wider``: whose vehicles are
    wider than `Query.wider_than_m`. ``box``: where the ends of a way's pieces lie, in degrees west, south, east, north.
    """

    pieces: int
    far_km: float = 0.0
    swapped: int = 0
    wider: tuple[TravelMode, ...] = ()
    box: tuple[float, float, float, float] | None = None


class Query(Struct, frozen=True, kw_only=True):
    """What a decision wants to know: who is near ``place``. ``unit``: that one only, free or not.

    ``lanes`` are barred and ``lift_lost`` holds for this question alone: a drill's injects bind nobody else.
    ``closing``: what this area would close, and ``wider_than_m`` whom a way of so many metres does not let through;
    with a ``place`` that is located who is near is answered too.
    ``otherwise`` is asked about where the place is off the roads.
    """

    place: Place
    unit: str | None = None
    lanes: tuple[BarredLane, ...] = ()
    lift_lost: bool = False
    closing: ClosureArea | None = None
    wider_than_m: float | None = None
    otherwise: Place | None = None


class Reach(Struct, frozen=True, kw_only=True, gc=True):
    """An answer to a `Query`, on one network version and set of closures.

    ``elsewhere`` holds the answers about other incidents' places that a decision asked for.

    ``free`` has, for each mode, the nearest units that no operation binds and that are on duty. ``around`` are the
    nearest units of all, free or not, so that the record can say why one was passed over. ``on_network`` is False
    where the place is too far from any road: who could go is then reckoned by straight line, and ``swapped`` tells
    that it would lie on the roads with longitude and latitude exchanged. ``closing`` answers `Query.closing`,
    ``at_otherwise`` tells that this is the answer about `Query.otherwise`.
    """

    free: dict[TravelMode, ModeReach] = msgspec.field(default_factory=dict)
    around: tuple[Candidate, ...] = ()
    network: str = ""
    closures: tuple[str, ...] = ()
    on_network: bool = True
    at_otherwise: bool = False
    elsewhere: dict[str, Reach] = msgspec.field(default_factory=dict)
    swapped: bool = False
    closing: Closing | None = None

    def known(self, modes: Iterable[TravelMode]) -> Iterator[Candidate]:
        """Free units of these modes, of all where none is named, as far as this answer holds them, mode by mode."""
        asked = frozenset(modes)
        for mode, found in self.free.items():
            if not asked or mode in asked:
                yield from found.nearest

    def in_order(self, modes: Iterable[TravelMode] | None = None) -> Iterator[Candidate]:
        """Free units of these modes, of all without any, by arrival, ties by id.

        Raises `NeedMore` when the next one could be a unit that this answer does not hold.
        """
        lists = self.free if modes is None else {mode: self.free[mode] for mode in modes if mode in self.free}
        known_to = min((_end(found) for found in lists.values() if not found.complete), default=None)
        for candidate in sorted([each for found in lists.values() for each in found.nearest], key=by_arrival):
            if known_to is not None and known_to < candidate.sort_key:
                _assure_nobody_nearer(lists, candidate)
            yield candidate
        unfinished = next((mode for mode, found in lists.items() if not found.complete), None)
        if unfinished is not None:
            raise NeedMore(unfinished)


NOWHERE = Reach(on_network=False)
"""The answer about a place without coordinates."""


class NeedMore(Exception):  # noqa: N818 - a request to be asked again, not an error
    """The decision must see more free units of ``mode`` than it was given."""

    def __init__(self, mode: TravelMode) -> None:
        super().__init__(f"more units of mode {mode} are needed")
        self.mode = mode


class NeedElsewhere(Exception):  # noqa: N818 - a request to be asked again, not an error
    """The decision must know who is near other incidents, too."""

    def __init__(self, *incidents: str) -> None:
        super().__init__(f"travel times to {', '.join(incidents)} are needed")
        self.incidents = incidents


def _end(found: ModeReach) -> tuple[int, str]:
    """Return how far a list reaches that is not complete: nobody up to there is missing in it."""
    return found.nearest[-1].sort_key if found.nearest else (-1, "")


def _assure_nobody_nearer(lists: Mapping[TravelMode, ModeReach], candidate: Candidate) -> None:
    for mode, found in lists.items():
        if not found.complete and _end(found) < candidate.sort_key:
            raise NeedMore(mode)
