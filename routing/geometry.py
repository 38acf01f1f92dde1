"""The way a responder takes: the line on the map, its length, and the streets in order.

The search leaves the time from every touched node to the place behind; the way goes down these times, from the
responder to the place, along edges whose own time is exactly the difference.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, pairwise
from typing import NamedTuple

import msgspec
import numpy as np

from routing.approach import asked_about
from routing.arrays import Int64s
from routing.geodesy import LocalPlane, distance_m
from routing.junctions import JUNCTION_ARMS
from routing.kernels import search
from routing.model import Network, Point
from routing.place import Place
from routing.responders import Responder
from routing.snap import Snap
from routing.snapshot import Snapshot
from routing.traverse import Traversal
from routing.view import View


class Step(msgspec.Struct, frozen=True):
    """A stretch of one street; `name` is empty where the street has none."""

    name: str
    length_m: float


class Junction(msgspec.Struct, frozen=True):
    """A junction that the way passes, `after_ms` after the departure; it comes by one street and leaves by another."""

    point: Point
    after_ms: int
    street: str
    onto: str


class Route(msgspec.Struct, frozen=True):
    """A way from a responder to a place.

    `geometry` is (lon, lat), from the responder's spot to the door. `length_m` includes the ways to and from the
    road, which no step names. `eta_ms` equals the arrival of the same question. `cautions` are the signs against the
    mode that the way passes at a cost, each with its way: `motor_vehicle=no (way 783088050)`. `junctions` are in the
    order in which they are passed; `turnout_ms` is the part of `eta_ms` before the departure.
    """

    geometry: tuple[Point, ...]
    length_m: float
    eta_ms: int
    steps: tuple[Step, ...]
    cautions: tuple[str, ...] = ()
    junctions: tuple[Junction, ...] = ()
    turnout_ms: int = 0


class _Part(NamedTuple):
    """A part of an edge, from one fraction of its length to another."""

    edge: int
    begin: float
    end: float


def find_route(
    snapshot: Snapshot,
    network: Network,
    responder_id: str,
    place: Place,
    at: datetime,
    *,
    budget: int | None = None,
) -> Route | None:
    """Return the way that a responder's arrival rests on, None where it cannot reach the place.

    With a budget, None is returned too where more than so many nodes would be settled. Raises UnknownResponderError
    where there is none of this id.
    """
    responder = snapshot.roster.responders[snapshot.roster.number(responder_id)]
    door = place.door_for(responder.mode)
    ends = ((responder.spot.lon, responder.spot.lat), (door.lon, door.lat))
    found = _find(snapshot, responder_id, place, at, budget)
    if found is None:
        return None
    if not found.parts:
        return Route(ends[:1], 0.0, found.eta_ms, (), turnout_ms=responder.turnout_ms)
    route = _route(network, found.view, found.parts, ends, found.eta_ms)
    return msgspec.structs.replace(
        route,
        cautions=_cautions(snapshot, network, responder, found, at),
        junctions=tuple(_junctions(network, found, snapshot.roster.number(responder_id))),
        turnout_ms=responder.turnout_ms,
    )


def find_cautions(
    snapshot: Snapshot, network: Network, responder_id: str, place: Place, at: datetime, *, budget: int | None = None
) -> tuple[str, ...]:
    """Return `Route.cautions` alone, in a fraction of the time; none where `find_route` would find no way."""
    responder = snapshot.roster.responders[snapshot.roster.number(responder_id)]
    if not snapshot.modes[responder.mode].has_cautions:
        return ()
    found = _find(snapshot, responder_id, place, at, budget)
    return () if found is None else _cautions(snapshot, network, responder, found, at)


class _Found(NamedTuple):
    """A way as parts of edges; none where the crew is inside the place's own building."""

    view: View
    parts: list[_Part]
    eta_ms: int


def _find(snapshot: Snapshot, responder_id: str, place: Place, at: datetime, budget: int | None) -> _Found | None:
    number = snapshot.roster.number(responder_id)
    responder = snapshot.roster.responders[number]
    view = snapshot.view(responder.mode, at)
    post = int(np.searchsorted(view.posts.numbers, number))
    storeys_ms = snapshot.storeys_ms(place)
    if post in view.crew_inside(place):
        return _Found(view, [], responder.turnout_ms + storeys_ms)
    snap = snapshot.modes[responder.mode].snap(place.door_for(responder.mode), view)
    if snap is None:
        return None
    starts = view.starts(snap, (), storeys_ms)
    only = np.arange(view.posts.size) == post
    with snapshot.workspaces.lend(view.posts.size) as work:
        asked = asked_about(view, starts, only, 1, budget)
        if search.explore(view.roads.ground, view.hangs, asked, work) != 1:
            return None
        eta_ms = int(work.found_ms[0]) + view.least_ms
        return _Found(view, list(_way(view, post, snap, starts, work.times)), eta_ms)


def _cautions(
    snapshot: Snapshot, network: Network, responder: Responder, found: _Found, at: datetime
) -> tuple[str, ...]:
    router = snapshot.modes[responder.mode]
    passed = router.cautions_on(part.edge for part in found.parts)
    if not passed:
        return ()
    rules = Traversal(router.mode, at.astimezone(snapshot.zone))
    edges = [network.edge(found.view.roads.network.roads.edge(edge)) for edge in passed]
    said = (f"{caution} (way {edge['way']})" for edge in edges if (caution := rules.caution(edge)) is not None)
    return tuple(dict.fromkeys(said))


def _way(view: View, post: int, snap: Snap, starts: dict[int, int], times: Int64s) -> Iterator[_Part]:
    """Yield the parts of edges from a responder to the place."""
    network, passable = view.roads.network, view.roads.passable
    roads = network.roads
    arrival = int(times[roads.node_count + post])
    if starts.get(roads.node_count + post) == arrival:
        parts = (_Part(*part) for part in view.along(post, snap))
        yield min(parts, key=lambda part: network.part_ms(part.edge, part.end) - network.part_ms(part.edge, part.begin))
        return
    part = _first_part(view, post, times)
    yield part
    node = int(roads.heads[part.edge])
    while starts.get(node) != times[node]:
        leaving = roads.leaving[roads.leaving_ptr[node] : roads.leaving_ptr[node + 1]]
        down = passable[leaving] & (times[roads.heads[leaving]] + network.weight_ms[leaving] == times[node])
        edge = int(leaving[np.argmax(down)])
        yield _Part(edge, 0.0, 1.0)
        node = int(roads.heads[edge])
    last = [_Part(edge, 0.0, end) for edge, end in view.both_ways(snap.edge, snap.fraction)]
    fitting = [part for part in last if roads.tails[part.edge] == node and passable[part.edge]]
    yield min(fitting, key=lambda part: network.part_ms(part.edge, part.end))


def _first_part(view: View, post: int, times: Int64s) -> _Part:
    """Return the rest of the responder's own edge, in the direction that is faster in the end."""
    network = view.roads.network
    ways = view.both_ways(int(view.posts.edges[post]), float(view.posts.fractions[post]))
    parts = [_Part(edge, begin, 1.0) for edge, begin in ways if view.roads.passable[edge]]

    def total_ms(part: _Part) -> int:
        rest_ms = network.weight_ms[part.edge] - network.part_ms(part.edge, part.begin)
        return int(times[network.roads.heads[part.edge]] + rest_ms)

    return min(parts, key=total_ms)


def _route(network: Network, view: View, parts: list[_Part], ends: tuple[Point, Point], eta_ms: int) -> Route:
    edges = [network.edge(view.roads.network.roads.edge(part.edge)) for part in parts]
    lines = [cut(edge["geometry"], part.begin, part.end) for edge, part in zip(edges, parts, strict=True)]
    lengths = [edge["length_m"] * (part.end - part.begin) for edge, part in zip(edges, parts, strict=True)]
    road = [point for line in lines for point in line]
    line = (ends[0], *road, ends[1])
    geometry = (line[0], *(b for a, b in pairwise(line) if a != b))
    length_m = distance_m(ends[0], road[0]) + sum(lengths) + distance_m(road[-1], ends[1])
    named = zip((edge["name"] for edge in edges), lengths, strict=True)
    streets = groupby(((name, length) for name, length in named if length > 0.0), key=lambda step: step[0])
    steps = tuple(Step(name, sum(length for _, length in stretch)) for name, stretch in streets)
    return Route(geometry, length_m, eta_ms, steps)


def _junctions(network: Network, found: _Found, number: int) -> Iterator[Junction]:
    """Yield where the way comes by one edge and goes on by another, and the mode could go on by a third."""
    view, compiled = found.view, found.view.roads.network
    roads = compiled.roads
    edges = [network.edge(roads.edge(part.edge)) for part in found.parts]
    post = int(np.searchsorted(view.posts.numbers, number))
    after_ms = int(view.posts.access_ms[post])
    for part, (edge, onto) in zip(found.parts, pairwise(edges), strict=False):
        after_ms += compiled.part_ms(part.edge, part.end) - compiled.part_ms(part.edge, part.begin)
        node = int(roads.heads[part.edge])
        leaving = roads.leaving[roads.leaving_ptr[node] : roads.leaving_ptr[node + 1]]
        used = (compiled.weight_ms[leaving] >= 0) | (compiled.weight_ms[roads.twins[leaving]] >= 0)
        if int(used.sum()) >= JUNCTION_ARMS:
            yield Junction(edge["geometry"][-1], after_ms, edge["name"], onto["name"])


def cut(line: tuple[Point, ...], begin: float, end: float) -> tuple[Point, ...]:
    """Return the part of a line between two fractions of its length, both points included."""
    if (begin, end) == (0.0, 1.0):
        return line
    plane = LocalPlane(*line[0])
    corners = plane.to_m(np.array([lon for lon, _ in line]), np.array([lat for _, lat in line]))
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))))
    along = along / along[-1] if along[-1] > 0.0 else np.linspace(0.0, 1.0, len(line))

    def point(fraction: float) -> Point:
        east, north = (np.interp([fraction], along, corners[:, axis]) for axis in (0, 1))
        lon, lat = plane.to_degrees(east, north)
        return float(lon[0]), float(lat[0])

    between = [corner for corner, there in zip(line, along, strict=True) if begin < there < end]
    return (point(begin), *between, point(end))
