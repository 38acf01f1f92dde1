"""The slow truth: every responder's arrival by scipy's Dijkstra over the whole network, then sorted."""

from datetime import datetime

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routing.approach import Nearest
from routing.arrays import Flags, Floats
from routing.place import Place
from routing.router import Router
from routing.view import OpenRoads

Arrivals = list[tuple[int, str]]


def arrivals(router: Router, place: Place, mode: str, at: datetime, eligible: Flags | None = None) -> Arrivals:
    """Every eligible responder of the mode that can reach the place, as (eta_ms, id) in order."""
    snapshot = router.snapshot
    view = snapshot.view(mode, at)
    router_of_mode = snapshot.modes[mode]
    storeys_ms = snapshot.storeys_ms(place)
    snap = router_of_mode.snap(place.door, view)
    to_place = None if snap is None else _times_to(view.roads, list(view.edge_ends(snap)))
    found: Arrivals = []
    for number, responder in enumerate(snapshot.roster.responders):
        if responder.mode != mode or (eligible is not None and not eligible[number]):
            continue
        if place.building is not None and responder.building == place.building.id:
            found.append((responder.turnout_ms + storeys_ms, responder.id))
            continue
        stand = router_of_mode.post(responder.spot, view)
        if stand is None or snap is None or to_place is None:
            continue
        roads, part_ms = view.roads, view.roads.network.part_ms
        ways = []
        for edge, here in view.both_ways(stand.edge, stand.fraction):
            if not roads.passable[edge]:
                continue
            rest_ms = int(roads.network.weight_ms[edge]) - part_ms(edge, here)
            ways.append(rest_ms + to_place[roads.network.roads.heads[edge]])
            for other, there in view.both_ways(snap.edge, snap.fraction):
                if edge == other and here <= there:
                    ways.append(part_ms(edge, there) - part_ms(edge, here))
        best = min(ways, default=np.inf)
        if np.isfinite(best):
            eta_ms = responder.turnout_ms + stand.access_ms + int(best) + snap.access_ms + storeys_ms
            found.append((eta_ms, responder.id))
    return sorted(found)


def as_pairs(nearest: Nearest | None) -> Arrivals:
    """What the router found, in the same form."""
    assert nearest is not None
    return [(arrival.eta_ms, arrival.responder) for arrival in nearest.arrivals]


def _times_to(roads: OpenRoads, ends: list[tuple[int, int]]) -> Floats:
    """The time from every node to the nearest of some nodes, each with a time of its own."""
    nodes, times = [node for node, _ in ends], [time_ms for _, time_ms in ends]
    from_nodes = dijkstra(matrix(roads).T.tocsr(), indices=nodes)
    nearest: Floats = (from_nodes + np.array(times)[:, None]).min(axis=0)
    return nearest


def matrix(roads: OpenRoads) -> csr_array[np.float64]:
    """The passable roads as a scipy matrix: tail by head, of parallel edges the faster one."""
    topology, weight_ms = roads.network.roads, roads.network.weight_ms
    edges = np.flatnonzero(roads.passable)
    tails, heads, times = topology.tails[edges], topology.heads[edges], weight_ms[edges]
    order = np.lexsort((times, heads, tails))
    tails, heads, times = tails[order], heads[order], times[order]
    first = np.ones(order.size, bool)
    first[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
    shape = (topology.node_count, topology.node_count)
    return csr_array((times[first].astype(float), (tails[first], heads[first])), shape=shape)
