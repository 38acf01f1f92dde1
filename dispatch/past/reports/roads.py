"""The streets behind a report's small map, from the hub's own road network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from dispatch.past.reports.drawing import Line, box_of
from dispatch.past.reports.incident import Marker
from routing.model import EdgeAttrs, Network

LINES_AT_MOST = 1500
"""More would only blacken a map of the size of a hand, and make the page heavy."""

_BIG = ("motorway", "trunk", "primary", "secondary", "tertiary")


def roads_around(network: Network, markers: Sequence[Marker]) -> list[Line]:
    """Return the ways that have an end on the map of these markers, each once, the big ones first where many are."""
    box = box_of(markers)
    if box is None:
        return []
    graph = network.graph
    inside = {
        node
        for node, at in graph.nodes(data=True)
        if box.west <= at["lon"] <= box.east and box.south <= at["lat"] <= box.north
    }
    found: list[tuple[bool, Line]] = []
    seen: set[tuple[int, int, int]] = set()
    for edges in (graph.out_edges(inside, keys=True, data=True), graph.in_edges(inside, keys=True, data=True)):
        for tail, head, key, data in edges:
            if key < 0 or (tail, head, key) in seen:  # the other direction lies on the same line
                continue
            seen.add((tail, head, key))
            attrs = cast("EdgeAttrs", data)
            found.append((attrs["highway"].removesuffix("_link") not in _BIG, attrs["geometry"]))
    found.sort(key=lambda each: each[0])
    return [line for _, line in found[:LINES_AT_MOST]]
