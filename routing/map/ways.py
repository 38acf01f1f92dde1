"""Ways found by their id, by the street's name, or at a place: what one means who closes a road."""

from collections import defaultdict
from typing import NamedTuple

from routing.model import Network, Point, Spot
from routing.snapshot import Snapshot
from routing.traverse import BARRIER

FOUND_AT_MOST = 50
"""Ways of one name in an answer; a long street has a hundred."""

NEAR_M = 60.0
"""Further from a place than this no way is meant."""


class Way(NamedTuple):
    """A way: its id in the road file, its street's name (may be empty), its class, and its pieces as lines."""

    id: str
    name: str
    highway: str
    lines: tuple[tuple[Point, ...], ...]


class Ways:
    """The ways of one network. Nothing in it changes: threads may share it."""

    def __init__(self, network: Network) -> None:
        self._network = network
        pieces: defaultdict[str, list[tuple[Point, ...]]] = defaultdict(list)
        self._looks: dict[str, tuple[str, str]] = {}
        self._by_name: defaultdict[str, list[str]] = defaultdict(list)
        for (_, _, key), edge in network.edges():
            if key < 0 or edge["highway"] == BARRIER:
                continue
            way = edge["way"]
            if way not in self._looks:
                self._looks[way] = (edge["name"], edge["highway"])
                if edge["name"]:
                    self._by_name[edge["name"]].append(way)
            pieces[way].append(edge["geometry"])
        self._pieces = dict(pieces)

    def find(self, way: str) -> Way | None:
        """Return a way by its id, None where there is none."""
        if way not in self._looks:
            return None
        return Way(way, *self._looks[way], tuple(self._pieces[way]))

    def named(self, text: str) -> list[Way]:
        """Return the ways whose street has the text in its name, whole names before beginnings before the rest."""
        wanted = text.casefold()
        names = [name for name in self._by_name if wanted in name.casefold()]
        names.sort(key=lambda name: (name.casefold() != wanted, not name.casefold().startswith(wanted), name))
        ways = [way for name in names for way in self._by_name[name]]
        return [found for way in ways[:FOUND_AT_MOST] if (found := self.find(way)) is not None]

    def at(self, snapshot: Snapshot, spot: Spot) -> Way | None:
        """Return the way nearest to a place that any mode can use; None where none is near."""
        stands = (router.approach(spot) for router in snapshot.modes.values())
        near = [snap for snap in stands if snap is not None and snap.access_m <= NEAR_M]
        if not near:
            return None
        nearest = min(near, key=lambda snap: snap.access_m)
        roads = next(iter(snapshot.modes.values())).timetable.at_some_hour.roads
        return self.find(self._network.edge(roads.edge(nearest.edge))["way"])
