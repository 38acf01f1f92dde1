"""Roads closed at run time: by way, around a point, or within a polygon; for all modes or for some.

A closure is resolved to edges once, when it is put in force. What is closed for a mode follows from the
closures in force and from nothing else, so closures may overlap and be lifted in any order.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Self

import msgspec
import numpy as np

from routing.arrays import Floats, Int64s
from routing.compiled import Roads
from routing.errors import ClosureError
from routing.geodesy import Box
from routing.kernels.area import touches_circle, touches_polygon
from routing.model import EdgeAttrs, Network, Spot
from routing.snap import RoadShapes

_CORNERS = 3
_PIECE_WITHIN_M = 150.0


class Closure(msgspec.Struct, frozen=True, kw_only=True):
    """What is closed: exactly one of a way, a circle around a centre, a polygon.

    Of a way with a spot `near` only the piece between two junctions that comes nearest to it.
    `modes` None closes it for all. An area closes every level, bridges over it and tunnels under it too; with
    `ground_only` it leaves these open, but where it meets nothing else: then they are what is meant. Who keeps the
    time opens it at `until`; nothing here reads the clock.
    Raises ClosureError where it names no area, several, or an area without extent.
    """

    id: str
    modes: frozenset[str] | None = None
    way: str | None = None
    near: Spot | None = None
    centre: Spot | None = None
    radius_m: float | None = None
    polygon: tuple[Spot, ...] | None = None
    until: datetime | None = None
    ground_only: bool = False

    def __post_init__(self) -> None:
        given = [name for name in ("way", "centre", "polygon") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ClosureError(f"closure {self.id}: give one of way, centre and polygon, not {given or 'none'}")
        if self.centre is not None and not (self.radius_m or 0.0) > 0.0:
            raise ClosureError(f"closure {self.id}: a centre needs radius_m above 0")
        if self.polygon is not None and len(set(self.polygon)) < _CORNERS:
            raise ClosureError(f"closure {self.id}: a polygon needs at least {_CORNERS} different corners")


class ClosureFinder:
    """Finds the edges that a closure closes."""

    def __init__(self, roads: Roads, network: Network, shapes: RoadShapes) -> None:
        self._roads = roads
        self._shapes = shapes
        self._ways: dict[str, int] = {}
        codes = np.fromiter(
            (self._ways.setdefault(attrs["way"], len(self._ways)) for _, attrs in network.edges()),
            np.int64,
            roads.edge_count,
        )
        off_ground = np.fromiter((_is_off_ground(attrs) for _, attrs in network.edges()), np.bool_, roads.edge_count)
        self._off_ground = np.zeros(roads.edge_count, np.bool_)
        self._off_ground[roads.drawn_index()] = off_ground
        order = np.argsort(codes, kind="stable")
        self._edges_by_way = roads.drawn_index()[order]
        self._way_ends = np.searchsorted(codes[order], np.arange(len(self._ways) + 1))

    def edges(self, closure: Closure) -> Int64s:
        """Return the edges of both directions; none where there is no such way or the area meets no road."""
        if closure.way is not None:
            whole = self._of_way(closure.way)
            return whole if closure.near is None else self._nearest_piece(whole, self._to_m((closure.near,))[0])
        if closure.centre is not None:
            found = self._in_circle(self._to_m((closure.centre,))[0], float(closure.radius_m or 0.0))
        else:
            found = self._in_polygon(self._to_m(closure.polygon or ()))
        found = np.unique(np.concatenate([found, self._roads.twins[found]]))
        on_ground = found[~self._off_ground[found]] if closure.ground_only else found
        return on_ground if on_ground.size else found

    def box(self, edges: Int64s) -> Box | None:
        """Return the box around the ends of edges of both directions; None around no edge."""
        if not edges.size:
            return None
        ends = self._roads.tails[edges]
        lon, lat = self._roads.lon[ends], self._roads.lat[ends]
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())

    def _of_way(self, way: str) -> Int64s:
        code = self._ways.get(way)
        if code is None:
            return np.empty(0, np.int64)
        return self._edges_by_way[self._way_ends[code] : self._way_ends[code + 1]].astype(np.int64)

    def _nearest_piece(self, whole: Int64s, spot: Floats) -> Int64s:
        """Return, of a way's edges, those of the piece nearest to a spot; the whole of it where none comes near."""
        edges, starts, ends = self._shapes.segments_in(spot - _PIECE_WITHIN_M, spot + _PIECE_WITHIN_M)
        own = np.isin(edges, whole)
        if not own.any():
            return whole
        starts, runs = starts[own], ends[own] - starts[own]
        along = ((spot - starts) * runs).sum(axis=1) / np.maximum((runs * runs).sum(axis=1), 1e-9)
        feet = starts + np.clip(along, 0.0, 1.0)[:, np.newaxis] * runs
        nearest = edges[own][np.argmin(((feet - spot) ** 2).sum(axis=1))]
        return np.unique(np.array([nearest, self._roads.twins[nearest]], np.int64))

    def _in_circle(self, centre: Floats, radius_m: float) -> Int64s:
        edges, starts, ends = self._shapes.segments_in(centre - radius_m, centre + radius_m)
        found: Int64s = edges[touches_circle(starts, ends, centre, radius_m)]
        return found

    def _in_polygon(self, corners: Floats) -> Int64s:
        edges, starts, ends = self._shapes.segments_in(corners.min(axis=0), corners.max(axis=0))
        found: Int64s = edges[touches_polygon(starts, ends, corners)]
        return found

    def _to_m(self, spots: tuple[Spot, ...]) -> Floats:
        lon, lat = np.array([spot.lon for spot in spots]), np.array([spot.lat for spot in spots])
        return np.ascontiguousarray(self._shapes.plane.to_m(lon, lat))


def _is_off_ground(attrs: EdgeAttrs) -> bool:
    """Whether a piece of road is a bridge, in a tunnel, or on another layer than the ground."""
    return attrs["bridge"] or attrs["tunnel"] or attrs["layer"] != 0


class Shutting(msgspec.Struct, frozen=True, eq=False):
    """A closure in force and the edges that it closes."""

    closure: Closure
    edges: Int64s


class Closures(msgspec.Struct, frozen=True, eq=False):
    """The closures in force; never changed, only followed by another one."""

    in_force: Mapping[str, Shutting] = msgspec.field(default_factory=dict)

    def with_closure(self, closure: Closure, edges: Int64s) -> Self:
        """Return these and one more; one of the same id is replaced."""
        return type(self)({**self.in_force, closure.id: Shutting(closure, edges)})

    def also(self, shuttings: Iterable[Shutting]) -> Self:
        """Return these and some that were resolved before; the same ones give the same roads again."""
        return type(self)({**self.in_force, **{each.closure.id: each for each in shuttings}})

    def without(self, closure_id: str) -> Self:
        """Return these without one. Raises ClosureError where it is not in force."""
        if closure_id not in self.in_force:
            raise ClosureError(f"closure {closure_id} is not in force; in force are {sorted(self.in_force) or 'none'}")
        return type(self)({key: shutting for key, shutting in self.in_force.items() if key != closure_id})

    def for_mode(self, mode: str) -> frozenset[Shutting]:
        """Return those that close any edge for a mode."""
        return frozenset(
            shutting
            for shutting in self.in_force.values()
            if shutting.edges.size and (shutting.closure.modes is None or mode in shutting.closure.modes)
        )
