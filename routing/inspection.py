"""What a road file means for its district, found before an alarm finds it: who cannot leave, what nobody reaches.

The import report says what a file holds; here the compiled roads are held against stations, units and buildings, and
every street is asked for once, from the main part of each mode's roads.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

import msgspec
import numpy as np

from routing.model import Network, Point, Spot
from routing.place import Place
from routing.responders import Responder
from routing.router import Router
from routing.tags import is_passed_only, is_set
from routing.traverse import Traversal

PLACES_AT_MOST = 2_000
"""So many streets are asked for, spread evenly over the file."""

NEAR_M = 50.0
"""A street is near a road that a mode can use within so many metres."""

STREETS = frozenset(
    {
        *("primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "service"),
        *("pedestrian", "road"),
    }
)
"""The classes of way that people live and work at."""


class ModeShare(msgspec.Struct, frozen=True):
    """One mode's street places: how many were asked for, how many nobody reaches, and both of those near its roads."""

    mode: str
    places: int
    unreached: int
    near: int
    unreached_near: int

    @property
    def share(self) -> float:
        """The share of street places that nobody reaches."""
        return self.unreached / self.places if self.places else 0.0

    @property
    def share_near(self) -> float:
        """The same of those that have a usable road within `NEAR_M`."""
        return self.unreached_near / self.near if self.near else 0.0


class Stranded(msgspec.Struct, frozen=True):
    """A unit without a road in reach (`connected` None), or on roads that are not connected with the main part."""

    id: str
    mode: str
    connected: bool | None


class Far(msgspec.Struct, frozen=True):
    """Something far from every road; `swapped`: with longitude and latitude exchanged it would lie on them."""

    id: str
    swapped: bool


def far_from_roads(router: Router, spots: Mapping[str, Spot]) -> tuple[Far, ...]:
    """Return what lies further than `routing.snap.LIMIT_M` from every road of any mode, in the order given."""
    return tuple(
        Far(key, swapped=is_near(router, Spot(spot.lat, spot.lon)))
        for key, spot in spots.items()
        if not is_near(router, spot)
    )


def is_near(router: Router, spot: Spot) -> bool:
    """Tell whether a road that any mode can use lies within `routing.snap.LIMIT_M`."""
    return any(mode.approach(spot) is not None for mode in router.snapshot.modes.values())


class Narrow(msgspec.Struct, frozen=True):
    """A way that a mode fits through though it is narrower or lower than its lanes ought to be: `width 2.6 < 4`."""

    way: str
    mode: str
    said: str


def narrow_lanes(router: Router, modes: Iterable[str]) -> tuple[Narrow, ...]:
    """Return the ways that are no lanes by the norm and are passed all the same, each once, for the first mode."""
    found: dict[str, Narrow] = {}
    for name in modes:
        if (of_mode := router.snapshot.modes.get(name)) is None or not of_mode.mode.lane_m:
            continue
        rules = Traversal(of_mode.mode)
        for _, attrs in router.network.edges():
            if attrs["way"] not in found and rules.refusal(attrs) is None and (said := rules.narrow(attrs)):
                found[attrs["way"]] = Narrow(attrs["way"], name, said)
    return tuple(found.values())


def stranded(router: Router, units: Iterable[tuple[str, str, Spot]]) -> tuple[Stranded, ...]:
    """Return the units (id, mode, spot) that cannot leave for, or be reached from, the main part of their roads."""
    found = []
    for key, mode, spot in units:
        of_mode = router.snapshot.modes.get(mode)
        leaves = None if of_mode is None else of_mode.can_leave(spot)
        if not leaves:
            found.append(Stranded(key, mode, leaves))
    return tuple(found)


def shares(router: Router, at: datetime, *, at_most: int = PLACES_AT_MOST) -> tuple[ModeShare, ...]:
    """Ask for street places from the main part of each mode's roads; takes seconds, for a worker thread."""
    places = street_places(router.network, at_most)
    return tuple(_share(router, mode, places, at) for mode in router.snapshot.modes)


def street_places(network: Network, at_most: int = PLACES_AT_MOST) -> list[Spot]:
    """Return the middles of the file's street pieces on the ground, spread evenly where they are many."""
    spots = [
        _middle(attrs["geometry"])
        for (_, _, key), attrs in network.edges()
        if key >= 0 and attrs["highway"] in STREETS and not is_passed_only(attrs["tags"])
        if not (attrs["bridge"] or attrs["tunnel"] or is_set(attrs["tags"], "covered"))
    ]
    step = max(1, -(-len(spots) // at_most))
    return list(islice(spots, 0, None, step))


def _share(router: Router, mode: str, places: Sequence[Spot], at: datetime) -> ModeShare:
    of_mode = router.snapshot.modes[mode]
    spot = of_mode.main_spot(router.network)
    if spot is None:
        return ModeShare(mode, len(places), len(places), 0, 0)
    probe = router.fork()
    probe.set_responders([Responder("probe", mode, spot, 0)])
    unreached = np.zeros(len(places), np.bool_)
    near = np.zeros(len(places), np.bool_)
    for number, place in enumerate(places):
        found = probe.nearest(Place(place), 1, mode=mode, at=at)
        unreached[number] = found is None or not found.arrivals
        near[number] = of_mode.main_within(place, NEAR_M)
    return ModeShare(mode, len(places), int(unreached.sum()), int(near.sum()), int((unreached & near).sum()))


def _middle(line: Sequence[Point]) -> Spot:
    """Return a point on a line, in the middle of its middle segment."""
    here = len(line) // 2
    (west, south), (east, north) = line[here - 1], line[here]
    return Spot((west + east) / 2, (south + north) / 2)
