"""A delay at every junction is part of the edges' times, so the exact search stays exact."""

from datetime import UTC, datetime
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from routing.compiled import ModeNetwork, Roads
from routing.errors import ModeError
from routing.model import Spot
from routing.modes import ENGINE, FOOT, override
from routing.place import Place
from routing.responders import Responder
from routing.router import Router
from routing.synthetic import generated_network
from routing.timetable import Hours, Timetable
from routing.traverse import Traversal
from tests.unit.routing.drawn import draw
from tests.unit.routing.oracle import arrivals, as_pairs

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
CITY = generated_network(400, 6)
DELAYED = override(ENGINE, {"junction_s": 4.0})


def test_the_search_with_junctions_agrees_with_the_slow_one() -> None:
    random = np.random.default_rng(2)
    nodes = [Spot(data["lon"], data["lat"]) for _, data in CITY.graph.nodes(data=True)]
    router = Router(CITY, {"engine": DELAYED}, zone=UTC)
    router.set_responders(
        Responder(f"E{n}", "engine", nodes[index], turnout_ms=0) for n, index in enumerate(random.integers(0, 400, 12))
    )
    for index in random.integers(0, len(nodes), 40):
        place = Place(nodes[index])
        assert as_pairs(router.nearest(place, 12, mode="engine", at=AT)) == arrivals(router, place, "engine", AT)


def test_a_way_costs_its_edges_and_each_junction_on_it_once() -> None:
    """Counted on the model itself: three pieces or more at a node, each usable in one direction at least."""
    rules = Traversal(ENGINE)
    plain: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    pieces: dict[int, set[int]] = {}
    for (tail, head, key), attrs in CITY.edges():
        time_ms = rules.time_ms(attrs, CITY.node(tail), CITY.node(head))
        if time_ms is not None:
            plain.add_edge(tail, head, ms=time_ms)
            for node in (tail, head):
                pieces.setdefault(node, set()).add(max(key, ~key))
    roads = Roads.compile(CITY)
    times = ModeNetwork.compile(roads, CITY, Traversal(DELAYED))
    delayed: nx.DiGraph[int] = nx.DiGraph()
    for edge in np.flatnonzero(times.weight_ms >= 0):
        tail, head, _ = roads.edge(int(edge))
        known = delayed.get_edge_data(tail, head, {"ms": np.inf})["ms"]
        delayed.add_edge(tail, head, ms=min(known, int(times.weight_ms[edge])))
    checked = 0
    for source in list(plain.nodes)[::60]:
        for target, path in nx.single_source_dijkstra_path(delayed, source, weight="ms").items():
            if target == source:
                continue
            streets_ms = sum(min(each["ms"] for each in plain[a][b].values()) for a, b in pairwise(path))
            inner = sum(4000 for node in path[1:-1] if len(pieces[node]) >= 3)
            ends = sum(2000 for node in (path[0], path[-1]) if len(pieces[node]) >= 3)
            total_ms = sum(delayed[a][b]["ms"] for a, b in pairwise(path))
            assert total_ms == streets_ms + inner + ends
            checked += 1
    assert checked > 1000


def test_a_road_with_hours_has_the_delays_at_its_ends_at_every_hour() -> None:
    network = draw(
        {1: (0, 0), 2: (500, 0), 3: (1000, 0), 4: (500, 400), 5: (500, -400)},
        [
            ("always", [1, 2], {"highway": "primary"}),
            ("by_day", [2, 3], {"highway": "residential", "vehicle": "yes @ (Mo-Su 06:30-24:00)"}),
            ("side", [4, 2, 5], {"highway": "residential"}),
        ],
    )
    roads = Roads.compile(network)
    hours = Hours(roads, network, ())
    plain, slow = (Timetable(roads, network, mode, hours, ()) for mode in (ENGINE, DELAYED))
    noon, night = AT, AT.replace(hour=3)
    more = slow.at(noon).weight_ms - plain.at(noon).weight_ms
    ends = {
        (int(roads.node_ids[t]), int(roads.node_ids[h])): ms
        for t, h, ms in zip(roads.tails, roads.heads, more, strict=True)
    }
    assert set(ends.values()) == {2000}
    assert (2, 3) in ends
    assert ((slow.at(night).weight_ms < 0) == (plain.at(night).weight_ms < 0)).all()
    assert (slow.at(night).weight_ms < 0).any()


def test_no_junction_opens_a_road_and_none_is_counted_without_a_delay() -> None:
    roads = Roads.compile(CITY)
    plain = ModeNetwork.compile(roads, CITY, Traversal(ENGINE)).weight_ms
    slow = ModeNetwork.compile(roads, CITY, Traversal(DELAYED)).weight_ms
    assert ((plain < 0) == (slow < 0)).all()
    assert (slow >= plain).all()
    assert (slow > plain).any()
    assert not ModeNetwork.compile(roads, CITY, Traversal(FOOT)).junctions_ms(0.0).any()


def test_a_negative_delay_is_refused() -> None:
    with pytest.raises(ModeError, match="junction_s"):
        override(ENGINE, {"junction_s": -1.0})


def test_a_route_names_each_junction_that_it_passes_and_when() -> None:
    """The points are counted on the model itself; a crew that starts at one needs what is left of the time."""
    random = np.random.default_rng(4)
    rules, pieces = Traversal(ENGINE), dict[tuple[float, float], set[tuple[int, int, int]]]()
    for (tail, head, key), attrs in CITY.edges():
        if rules.time_ms(attrs, CITY.node(tail), CITY.node(head)) is not None:
            for node in (tail, head):
                here = CITY.node(node)
                pieces.setdefault((here["lon"], here["lat"]), set()).add(
                    (min(tail, head), max(tail, head), max(key, ~key))
                )
    nodes = [Spot(data["lon"], data["lat"]) for _, data in CITY.graph.nodes(data=True)]
    router = Router(CITY, {"engine": ENGINE}, zone=UTC)
    passed, alike = 0, 0
    for start, goal in random.integers(0, len(nodes), (20, 2)):
        router.set_responders([Responder("E", "engine", nodes[start], turnout_ms=60_000)])
        place = Place(nodes[goal])
        route = router.route("E", place, AT)
        if route is None or len(route.geometry) < 3:
            continue
        between = [point for point in route.geometry[1:-1] if len(pieces.get(point, ())) >= 3]
        ends = (route.geometry[0], route.geometry[-1])  # here at nodes, which may be junctions themselves
        assert [each.point for each in route.junctions if each.point not in ends] == between
        assert route.turnout_ms == 60_000
        for junction in route.junctions:
            router.set_responders([Responder("E", "engine", Spot(*junction.point), turnout_ms=0)])
            rest = router.route("E", place, AT)
            assert rest is not None
            # Who stands at a node is taken to be on one of its edges, which may be a one-way street that leads away.
            total_ms, drive_ms = junction.after_ms + rest.eta_ms, route.eta_ms - route.turnout_ms
            assert total_ms >= drive_ms - 2
            passed, alike = passed + 1, alike + (abs(total_ms - drive_ms) <= 2)
    assert passed > 50
    assert alike > 0.8 * passed
