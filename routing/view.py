"""What one question sees: one mode's roads with their closures, its responders on them, the table if it fits.

Nothing here changes once it is made, so a question asked in another thread sees one consistent state to its end.
"""

from collections.abc import Iterator
from typing import Self

import msgspec
import numpy as np

from routing.access import KEPT, Access, Door
from routing.arrays import Flags, Int64s
from routing.closures import Shutting
from routing.compiled import ModeNetwork
from routing.kernels.closest import UNUSABLE_RANK
from routing.kernels.search import Ground, Hangs
from routing.kernels.table import Departures, Table, departures
from routing.place import Place
from routing.recent import Recent
from routing.responders import NOWHERE, Posts
from routing.snap import Snap, Standing


class OpenRoads(msgspec.Struct, frozen=True, eq=False):
    """One mode's roads at one time of day under the closures in force.

    `passable[e]`: the mode may use edge e. `standing` says how well places and crews may be taken to be on it.
    """

    network: ModeNetwork
    shuttings: frozenset[Shutting]
    passable: Flags
    standing: Standing

    @classmethod
    def without_closures(cls, network: ModeNetwork, standing: Standing) -> Self:
        """Open all roads. `standing` is that of the roads that are open at some hour."""
        passable = network.weight_ms >= 0
        return cls(network, frozenset(), passable, standing.kept(passable))

    def under(self, shuttings: frozenset[Shutting]) -> Self:
        """Return these roads with closures; they may overlap, for each only closes."""
        passable, standing = self.passable.copy(), Standing(*(ranks.copy() for ranks in self.standing))
        for shutting in shuttings:
            passable[shutting.edges] = False
            for ranks in standing:
                ranks[shutting.edges] = UNUSABLE_RANK
        return type(self)(self.network, shuttings, passable, standing)

    @property
    def ground(self) -> Ground:
        """The same roads as the search reads them."""
        roads = self.network.roads
        return Ground(roads.indptr, roads.tails, self.network.weight_ms, self.passable)

    def departures(self) -> Departures:
        """Return the same roads by leaving edge, for filling the table."""
        roads = self.network.roads
        return departures(roads.leaving_ptr, roads.leaving, roads.heads, self.ground)


class Tabled(msgspec.Struct, frozen=True, eq=False):
    """A filled table, and the roads and posts that it was filled for."""

    table: Table
    roads: OpenRoads
    posts: Posts


class View(msgspec.Struct, frozen=True, eq=False):
    """One mode's responders on its open roads.

    Offsets of `hangs` are lowered by `least_ms`. `stale` are responders whom the table does not know as they are
    now; where `table` is None there is none for these roads. `accesses` are doors that were asked about.
    """

    roads: OpenRoads
    posts: Posts
    hangs: Hangs
    least_ms: int
    table: Table | None
    stale: Int64s
    accesses: Recent[Door, Access] = msgspec.field(default_factory=lambda: Recent(KEPT))

    @classmethod
    def of(cls, roads: OpenRoads, posts: Posts, tabled: Tabled | None) -> Self:
        """Hang responders, all of whom stand on open edges or nowhere, off the ends of their edges."""
        hangs, least_ms = _hang(roads, posts)
        if tabled is None or not _fits(tabled, roads, posts):
            return cls(roads, posts, hangs, least_ms, None, np.empty(0, np.int64))
        return cls(roads, posts, hangs, least_ms, tabled.table, posts.changed_since(tabled.posts))

    def with_table(self, table: Table) -> Self:
        """Return the same with a table that was just filled for it."""
        return type(self)(self.roads, self.posts, self.hangs, self.least_ms, table, np.empty(0, np.int64))

    @property
    def fresh(self) -> bool:
        """Whether the table knows these roads and every responder as they are."""
        return self.table is not None and not self.stale.size

    def crew_inside(self, place: Place) -> tuple[int, ...]:
        """Return the responders who start inside the place's own building."""
        return () if place.building is None else self.posts.buildings.get(place.building.id, ())

    def starts(self, snap: Snap | None, inside: tuple[int, ...], storeys_ms: int) -> dict[int, int]:
        """Return where a search begins, each number with its time; those of responders are lowered by `least_ms`.

        It begins at the ends of the place's edge, at responders on the same edge, and at the crew inside.
        """
        starts: dict[int, int] = {}
        first = self.roads.network.roads.node_count
        if snap is not None:
            last_ms = snap.access_ms + storeys_ms
            for node, time_ms in self.edge_ends(snap):
                _keep_earliest(starts, node, time_ms + last_ms)
            for place, time_ms in self.same_edge(snap):
                _keep_earliest(starts, first + place, time_ms + last_ms - self.least_ms)
        for place in inside:
            _keep_earliest(starts, first + place, int(self.posts.turnout_ms[place]) + storeys_ms - self.least_ms)
        return starts

    def edge_ends(self, snap: Snap) -> Iterator[tuple[int, int]]:
        """Yield the nodes from which one comes to a point on an edge, and the time over that part of it."""
        network = self.roads.network
        for edge, fraction in self.open_ways(snap):
            yield int(network.roads.tails[edge]), network.part_ms(edge, fraction)

    def same_edge(self, snap: Snap) -> Iterator[tuple[int, int]]:
        """Yield the responders who can go along the edge itself, and the time until they are at the point."""
        posts, roads = self.posts, self.roads.network.roads
        edge, twin = snap.edge, roads.twins[snap.edge]
        if not (self.hangs.at_node[roads.heads[edge]] or self.hangs.at_node[roads.heads[twin]]):
            return  # whoever can go along the edge hangs off one of its ends
        ways, part_ms = self.open_ways(snap), self.roads.network.part_ms
        for place in np.flatnonzero((posts.edges == edge) | (posts.edges == twin)).tolist():
            ready_ms = int(posts.turnout_ms[place] + posts.access_ms[place])
            for way, begin, end in self._ahead(place, ways):
                yield place, ready_ms + part_ms(way, end) - part_ms(way, begin)

    def along(self, place: int, snap: Snap) -> Iterator[tuple[int, float, float]]:
        """Yield the directions in which a responder on the point's own edge comes to it: (edge, from, to)."""
        if self.posts.edges[place] in {edge for edge, _ in self.both_ways(snap.edge, snap.fraction)}:
            yield from self._ahead(place, self.open_ways(snap))

    def _ahead(self, place: int, ways: list[tuple[int, float]]) -> Iterator[tuple[int, float, float]]:
        stood, fraction = int(self.posts.edges[place]), float(self.posts.fractions[place])
        for way, end in ways:
            begin = fraction if way == stood else 1.0 - fraction
            if begin <= end:
                yield way, begin, end

    def open_ways(self, snap: Snap) -> list[tuple[int, float]]:
        """Return a point on an edge as seen in those directions in which the edge may be used."""
        passable = self.roads.passable
        return [way for way in self.both_ways(snap.edge, snap.fraction) if passable[way[0]]]

    def both_ways(self, edge: int, fraction: float) -> tuple[tuple[int, float], tuple[int, float]]:
        """Return a point on an edge as seen in both directions of travel."""
        return (edge, fraction), (int(self.roads.network.roads.twins[edge]), 1.0 - fraction)


def _fits(tabled: Tabled, roads: OpenRoads, posts: Posts) -> bool:
    """Tell whether a table was filled for these roads and for the same responders, wherever they stood."""
    return (
        tabled.roads.network is roads.network
        and tabled.roads.shuttings == roads.shuttings
        and tabled.posts.generation is posts.generation
    )


def _hang(roads: OpenRoads, posts: Posts) -> tuple[Hangs, int]:
    """Hang each responder off the heads of its edge in both directions, as far as it may use them."""
    network = roads.network
    standing = np.flatnonzero(posts.edges != NOWHERE)
    edges = posts.edges[standing]
    ways = np.concatenate([edges, network.roads.twins[edges]])
    fractions = np.concatenate([posts.fractions[standing], 1.0 - posts.fractions[standing]])
    who = np.concatenate([standing, standing])
    kept = roads.passable[ways]
    ways, fractions, who = ways[kept], fractions[kept], who[kept]
    weight_ms = network.weight_ms[ways]
    rest_ms = weight_ms - np.rint(weight_ms * fractions).astype(np.int64)
    offset_ms = posts.turnout_ms[who] + posts.access_ms[who] + rest_ms
    least_ms = int(offset_ms.min()) if offset_ms.size else 0
    nodes = network.roads.heads[ways]
    order = np.lexsort((who, nodes))
    at_node = np.zeros(network.roads.node_count, np.bool_)
    at_node[nodes] = True
    return Hangs(at_node, nodes[order], who[order].astype(np.int32), offset_ms[order] - least_ms), least_ms


def _keep_earliest(starts: dict[int, int], number: int, time_ms: int) -> None:
    starts[number] = min(time_ms, starts.get(number, time_ms))
