"""Whole streets out of the network's pieces, so that a map has few lines and room on each for its name.

A junction cuts a way into pieces a block long, which no street name fits on. Pieces of the same name, class, level
and modes are one line again where exactly two of them meet.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from routing.map.classes import RoadClass, road_class
from routing.mode_router import ModeRouter
from routing.model import Network, Point
from routing.traverse import BARRIER


class Look(NamedTuple):
    """What a stretch of road looks like; stretches that look alike may be one line.

    `modes` are those that may use it in one direction at least; what depends on the hour counts as usable.
    """

    kind: RoadClass
    name: str
    name_en: str
    layer: int
    modes: tuple[str, ...]


class RoadLine(NamedTuple):
    """A line of the map: how it looks and where it runs. It may be of several ways: `ways` knows them."""

    look: Look
    points: tuple[Point, ...]


class _Piece(NamedTuple):
    tail: int
    head: int
    points: tuple[Point, ...]


def road_lines(
    network: Network, modes: Mapping[str, ModeRouter], english: Mapping[str, str] | None = None
) -> tuple[RoadLine, ...]:
    """Return the lines of the network, in an order that depends on the network alone.

    `english` gives the English names of streets, where there are any.
    """
    alike: defaultdict[Look, list[_Piece]] = defaultdict(list)
    usable, names_en = _usable(network, modes), english or {}
    for ((tail, head, key), edge), allowed in zip(network.edges(), usable, strict=True):
        if key < 0 or edge["highway"] == BARRIER:
            continue
        name = edge["name"]
        look = Look(road_class(edge["highway"]), name, names_en.get(name, ""), edge["layer"], allowed)
        alike[look].append(_Piece(tail, head, edge["geometry"]))
    return tuple(
        RoadLine(look, points)
        for look, pieces in sorted(alike.items(), key=lambda entry: entry[0])
        for points in _joined(pieces)
    )


def _usable(network: Network, modes: Mapping[str, ModeRouter]) -> Iterator[tuple[str, ...]]:
    """Yield for each edge of the network, in its order, the modes that may use it at some hour in either direction."""
    names = sorted(modes)
    if not names:
        yield from ((),) * network.graph.number_of_edges()
        return
    roads = modes[names[0]].timetable.at_some_hour.roads
    masks = np.zeros(roads.edge_count, np.int64)
    for place, name in enumerate(names):
        passable = modes[name].timetable.at_some_hour.weight_ms >= 0
        masks |= (passable | passable[roads.twins]).astype(np.int64) << place
    sets = [tuple(name for place, name in enumerate(names) if mask >> place & 1) for mask in range(1 << len(names))]
    for mask in masks[roads.drawn_index()].tolist():
        yield sets[mask]


def _joined(pieces: list[_Piece]) -> Iterator[tuple[Point, ...]]:
    """Yield the pieces joined end to end."""
    at: defaultdict[int, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        at[piece.tail].append(number)
        at[piece.head].append(number)
    taken = [False] * len(pieces)

    def follow(number: int, node: int) -> Iterator[tuple[_Piece, bool]]:
        """Yield pieces from one on, away from a node, with whether each is walked as it is drawn."""
        while not taken[number]:
            taken[number] = True
            piece = pieces[number]
            forward = piece.tail == node
            yield piece, forward
            node = piece.head if forward else piece.tail
            if len(at[node]) != 2:  # noqa: PLR2004 - a line goes on where exactly two ends meet
                return
            number = at[node][0] if at[node][1] == number else at[node][1]

    # Lines with ends first, from an end; what is left are rings.
    ends = ((number, node) for node, here in at.items() if len(here) != 2 for number in here)  # noqa: PLR2004
    rings = ((number, piece.tail) for number, piece in enumerate(pieces))
    for starts in (ends, rings):
        for number, node in starts:
            walked = list(follow(number, node))
            if walked:
                yield _points(walked)


def _points(walked: list[tuple[_Piece, bool]]) -> tuple[Point, ...]:
    points: list[Point] = []
    for piece, forward in walked:
        line = piece.points if forward else piece.points[::-1]
        points.extend(line if not points else line[1:])
    return tuple(points)
