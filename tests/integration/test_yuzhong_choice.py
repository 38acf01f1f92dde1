"""Who is sent in a generated city and in 渝中区, for random places, against a brute-force Dijkstra of networkx."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import networkx as nx
import pytest

from dispatch.core import commands as cmd
from dispatch.core.decide import decide
from dispatch.core.events import AssignmentAssigned
from dispatch.core.instant import from_text
from dispatch.core.vocabulary import HUB, By, Place
from dispatch.core.world import World
from dispatch.travel.decide_with import decide_with
from dispatch.travel.port import TravelQuery
from dispatch.travel.road_times import RoadTravelTimes
from dispatch.writer.registry import changes
from loadtest.districts import make_generated_district, make_yuzhong_district
from routing.model import Edge, Spot
from routing.modes import DEFAULT_MODES
from routing.router import Router
from routing.setup import read_roads
from routing.traverse import Traversal
from stations.district import read_district
from stations.model import MICRO_KINDS
from tests.long_plays import FULL, long_play
from tests.shared_data import shared_data

NOW = from_text("2026-05-04T12:00:00+08:00")
AT = datetime.fromtimestamp(NOW / 1000, UTC)
ZONE = ZoneInfo("Asia/Shanghai")
SEED = int(os.environ.get("ONETHREE_SEED", "20261122"))
PLACES = {"generated": 100, "yuzhong": 1000 if FULL else 150}
DISPATCHER = By(role="dispatcher", name="示例")


def make_district(name: str, folder: Path) -> Path:
    if name == "generated":
        return make_generated_district(folder, stations=60, seed=SEED)
    data = shared_data("yuzhong-osm", "yuzhong.osm.pbf").parent
    return make_yuzhong_district(folder, data, stations=60, seed=SEED)


@long_play
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", PLACES)
def test_the_units_sent_are_those_of_a_brute_force_search(name: str, tmp_path: Path) -> None:
    print(f"seed {SEED}")
    found = read_district(make_district(name, tmp_path / "district"))
    roads = read_roads(found.roads, found.roads_settings)
    router = Router(roads.network, roads.modes, zone=ZONE)
    world = World()
    for change in changes(world, found):
        world = decide(world, change, now=NOW, by=HUB).world
    travel_times = RoadTravelTimes(router, world)
    router.prepare(AT)
    router.rebuild_tables(AT)
    truths = {mode: BruteForce(router, mode) for mode in ("foot", "motorcycle", "engine")}
    places = random.Random(SEED)
    nodes = [roads.network.node(node) for node in roads.network.graph.nodes]
    checked = 0
    for number in range(PLACES[name]):
        near = places.choice(nodes)
        spot = Spot(near["lon"] + places.uniform(-2e-3, 2e-3), near["lat"] + places.uniform(-2e-3, 2e-3))
        sent = send(world, travel_times, spot)
        assert sent == expected(world, truths, spot), f"seed {SEED}, place {number}: {spot}"
        checked += bool(sent)
    assert checked > PLACES[name] * 0.9


def send(world: World, travel_times: RoadTravelTimes, spot: Spot) -> list[tuple[int, str]]:
    """Return who gets an order for an alarm there, with the milliseconds to arrival, in the order of the orders."""
    command = cmd.AlarmRaise(source="phone", place=Place(lon=spot.lon, lat=spot.lat))
    decision = decide_with(world, command, now=NOW, by=DISPATCHER, travel=TravelQuery(travel_times))
    assert decision is not None
    orders = [event for event in decision.events if isinstance(event, AssignmentAssigned)]
    return [(round((each.eta_s or 0) * 1000), each.unit) for each in orders]


def expected(world: World, truths: dict[str, BruteForce], spot: Spot) -> list[tuple[int, str]]:
    """Return the two nearest micro crews and the nearest engine, by arrival, ties by id."""
    arrivals = sorted(arrival for truth in truths.values() for arrival in truth.arrivals(spot))
    crews = [each for each in arrivals if world.stations[world.units[each[1]].station].kind in MICRO_KINDS]
    engines = [each for each in arrivals if world.units[each[1]].mode == "engine"]
    return sorted(crews[:2] + engines[:1])


class BruteForce:
    """What one mode may use, as a plain graph in which the crews are nodes and the place becomes one."""

    def __init__(self, router: Router, mode: str) -> None:
        self.snapshot = router.snapshot
        self.mode_router = self.snapshot.modes[mode]
        self.view = self.snapshot.view(mode, AT)
        self.name = self.view.roads.network.roads.edge
        self.graph: nx.DiGraph[int | str] = nx.DiGraph()
        self.times: dict[Edge, int | None] = {}
        self.ready: dict[str, int] = {}
        self.stands: dict[Edge, list[tuple[str, float]]] = {}
        rules = Traversal(DEFAULT_MODES[mode], AT.astimezone(ZONE))
        for edge, attrs in router.network.edges():
            ms = rules.time_ms(attrs, router.network.node(edge[0]), router.network.node(edge[1]))
            self.times[edge] = None if ms is None else max(ms, 1)
            self._connect(edge[0], edge[1], self.times[edge])
        for responder in self.snapshot.roster.responders:
            if responder.mode == mode:
                self._place_crew(responder.id, responder.spot, responder.turnout_ms)

    def arrivals(self, spot: Spot) -> list[tuple[int, str]]:
        """Return everybody who can get there, with the milliseconds until then."""
        there = self.mode_router.snap(spot, self.view)
        if there is None:
            return []
        for index, fraction in self.view.both_ways(there.edge, there.fraction):
            edge = self.name(index)
            end = self._part(edge, fraction)
            self._connect(edge[0], "place", end)
            for crew, begin in self.stands.get(edge, []):
                done = self._part(edge, begin)
                if begin <= fraction and end is not None and done is not None:
                    self._connect(crew, "place", end - done)
        if "place" not in self.graph:
            return []
        times = nx.single_source_dijkstra_path_length(self.graph.reverse(copy=False), "place", weight="ms")
        found = [
            (wait + there.access_ms + int(times[crew]), crew) for crew, wait in self.ready.items() if crew in times
        ]
        self.graph.remove_node("place")
        return found

    def _place_crew(self, crew: str, spot: Spot, turnout_ms: int) -> None:
        stand = self.mode_router.snap(spot, self.view)
        if stand is None:
            return
        self.ready[crew] = turnout_ms + stand.access_ms
        for index, fraction in self.view.both_ways(stand.edge, stand.fraction):
            edge = self.name(index)
            whole, done = self.times[edge], self._part(edge, fraction)
            if whole is not None and done is not None:
                self._connect(crew, edge[1], whole - done)
                self.stands.setdefault(edge, []).append((crew, fraction))

    def _part(self, edge: Edge, fraction: float) -> int | None:
        whole = self.times[edge]
        return None if whole is None else round(whole * fraction)

    def _connect(self, tail: int | str, head: int | str, ms: int | None) -> None:
        if ms is not None and self.graph.get_edge_data(tail, head, {"ms": ms + 1})["ms"] > ms:
            self.graph.add_edge(tail, head, ms=ms)
