"""The router against scipy's and networkx's Dijkstra on the same weights, under masks, closures and changes.

ONETHREE_QUESTIONS says how many questions per mode are asked on each network, instead of a few dozen.
"""

import os
from collections.abc import Iterator

import networkx as nx
import pytest

from routing.closures import Closure
from routing.geodesy import line_m
from routing.model import Edge, Network
from routing.modes import DEFAULT_MODES
from routing.osm import read_osm
from routing.place import Place
from routing.synthetic import generated_network
from routing.traverse import Traversal
from tests.long_plays import long_play, only_in_full
from tests.shared_data import shared_data
from tests.unit.routing.oracle import arrivals, as_pairs
from tests.unit.routing.towns import NIGHT, NOON, ZONE, Town

ASKED_FOR = os.environ.get("ONETHREE_QUESTIONS")
SEED = int(os.environ.get("ONETHREE_SEED", "20260504"))


@pytest.fixture(scope="module")
def yuzhong() -> Network:
    return read_osm(shared_data("yuzhong-osm", "yuzhong.osm.pbf"))


@pytest.fixture(scope="module", params=["generated", "yuzhong"])
def city(request: pytest.FixtureRequest) -> Network:
    if request.param == "generated":
        return generated_network(2_500, seed=3)
    found: Network = request.getfixturevalue("yuzhong")
    return found


def questions(town: Town, count: int, filling: float = 0.05) -> Iterator[None]:
    """Before each question something may change: a closure comes or goes, a crew moves or gets slower or faster."""
    for number in range(count):
        chance = town.random.random()
        if chance < 0.1:
            spot = town.spot()
            modes = frozenset({town.random.choice(town.modes)}) if town.random.random() < 0.5 else None
            town.router.close(Closure(id=f"c{number}", centre=spot, radius_m=150.0, modes=modes))
        elif chance < 0.2 and town.router.closed:
            town.router.open(town.random.choice(town.router.closed))
        elif chance < 0.3:
            town.router.move(town.random.choice(town.router.responder_ids), town.spot())
        elif chance < 0.4:
            town.router.set_turnout(town.random.choice(town.router.responder_ids), 10_000 * town.random.randrange(8))
        elif chance < 0.4 + filling:
            town.router.rebuild_tables(NOON)
        yield


def agree(town: Town, mode: str) -> None:
    """One question, answered by the router and by scipy."""
    place, mask, k = town.place(), town.mask(), town.random.choice([1, 3, 16, 40])
    at = town.random.choice([NOON, NIGHT])
    truth = arrivals(town.router, place, mode, at, mask)
    nearest = town.router.nearest(place, k, mode=mode, at=at, eligible=mask)
    assert as_pairs(nearest) == truth[:k]
    assert nearest is not None
    if nearest.complete:
        assert len(nearest.arrivals) == len(truth)
    assert all(
        arrival.legs.turnout_ms + arrival.legs.road_ms + arrival.legs.entrance_ms + arrival.legs.storeys_ms
        == arrival.eta_ms
        and arrival.legs.road_ms >= 0
        for arrival in nearest.arrivals
    )


def ask_all(town: Town, per_mode: int, filling: float = 0.05) -> None:
    print(f"seed {SEED}")
    for mode in town.modes:
        for _ in questions(town, int(ASKED_FOR or per_mode), filling):
            agree(town, mode)


@pytest.mark.timeout(1800 if ASKED_FOR else 900)
def test_yuzhong_answers_equal_those_of_scipy(yuzhong: Network) -> None:
    town = Town(yuzhong, SEED)
    town.populate(60)
    ask_all(town, 200)


@pytest.mark.timeout(1800 if ASKED_FOR else 900)
def test_answers_in_a_generated_city_of_10_000_nodes_equal_those_of_scipy() -> None:
    town = Town(generated_network(10_000, seed=3), SEED)
    town.populate(100)
    ask_all(town, 80)


@long_play
@only_in_full
@pytest.mark.timeout(7200 if ASKED_FOR else 900)
def test_answers_in_a_generated_city_of_250_000_nodes_equal_those_of_scipy() -> None:
    modes = DEFAULT_MODES if ASKED_FOR else ("engine",)
    town = Town(generated_network(250_000, seed=3), SEED, modes=modes)
    town.populate(200)
    ask_all(town, 50, filling=0.01 if ASKED_FOR else 0.05)


def test_answers_equal_a_brute_force_search_in_networkx(city: Network) -> None:
    """Here the rules of traversal give every weight anew, and the place and the crews are nodes of the graph."""
    print(f"seed {SEED}")
    town = Town(city, SEED)
    town.populate(30)
    for mode in town.modes:
        roads = BruteForce(town, mode)
        for _ in range(5):
            place = Place(town.spot())
            nearest = town.router.nearest(place, 1000, mode=mode, at=NOON)
            assert as_pairs(nearest) == roads.arrivals(place)


def test_every_route_takes_as_long_as_its_arrival_says(city: Network) -> None:
    print(f"seed {SEED}")
    town = Town(city, SEED)
    town.populate(20)
    for mode in town.modes:
        for _ in questions(town, 20):
            place = Place(town.spot())
            nearest = town.router.nearest(place, 3, mode=mode, at=NOON)
            assert nearest is not None
            for arrival in nearest.arrivals:
                route = town.router.route(arrival.responder, place, NOON)
                assert route is not None
                assert route.eta_ms == arrival.eta_ms
                assert line_m(route.geometry) == pytest.approx(route.length_m, rel=0.01, abs=2.0)


class BruteForce:
    """What a mode may use at noon, as a plain graph."""

    def __init__(self, town: Town, mode: str) -> None:
        self.town, self.mode = town, mode
        self.graph: nx.DiGraph[int | str] = nx.DiGraph()
        self.times: dict[Edge, int | None] = {}
        rules = Traversal(DEFAULT_MODES[mode], NOON.astimezone(ZONE))
        network = town.router.network
        for edge, attrs in network.edges():
            ms = rules.time_ms(attrs, network.node(edge[0]), network.node(edge[1]))
            self.times[edge] = None if ms is None else max(ms, 1)
            connect(self.graph, edge[0], edge[1], self.times[edge])

    def part(self, edge: Edge, fraction: float) -> int | None:
        whole = self.times[edge]
        return None if whole is None else round(whole * fraction)

    def arrivals(self, place: Place) -> list[tuple[int, str]]:
        snapshot = self.town.router.snapshot
        view, router = snapshot.view(self.mode, NOON), snapshot.modes[self.mode]
        there = router.snap(place.spot, view)
        if there is None:
            return []
        graph, name = self.graph.copy(), view.roads.network.roads.edge
        ends = {name(edge): fraction for edge, fraction in view.both_ways(there.edge, there.fraction)}
        for edge, fraction in ends.items():
            connect(graph, edge[0], "place", self.part(edge, fraction))
        ready: dict[str, int] = {}
        for responder in snapshot.roster.responders:
            stand = router.post(responder.spot, view) if responder.mode == self.mode else None
            if stand is None:
                continue
            ready[responder.id] = responder.turnout_ms + stand.access_ms + there.access_ms
            for index, fraction in view.both_ways(stand.edge, stand.fraction):
                edge = name(index)
                whole, done = self.times[edge], self.part(edge, fraction)
                if whole is None or done is None:
                    continue
                connect(graph, responder.id, edge[1], whole - done)
                end = self.part(edge, ends.get(edge, 0.0))
                if fraction <= ends.get(edge, -1.0) and end is not None:
                    connect(graph, responder.id, "place", end - done)
        times = nx.single_source_dijkstra_path_length(graph.reverse(copy=False), "place", weight="ms")
        return sorted((wait + int(times[who]), who) for who, wait in ready.items() if who in times)


def connect(graph: "nx.DiGraph[int | str]", tail: int | str, head: int | str, ms: int | None) -> None:
    """Add an edge, unless there is a faster one."""
    if ms is not None and graph.get_edge_data(tail, head, {"ms": ms + 1})["ms"] > ms:
        graph.add_edge(tail, head, ms=ms)
