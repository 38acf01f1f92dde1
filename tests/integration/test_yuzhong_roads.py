"""The real obstacles of 渝中区: stairs, a low ring that closes at night, bridges that meet nothing they
cross."""

import csv
import gzip
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import networkx as nx
import numpy as np
import pytest

from routing.arrays import Flags, Floats
from routing.compiled import ModeNetwork, Roads
from routing.elevation import read_elevation
from routing.model import EdgeAttrs, Network, Spot
from routing.modes import AERIAL, ENGINE, FOOT, MOTORCYCLE, Mode, override
from routing.osm import read_osm
from routing.snap import RoadShapes, Snap, Snapper, connected
from routing.traverse import Traversal, next_change, timed_edges
from tests.shared_data import shared_data

CHONGQING = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 5, 4, 12, tzinfo=CHONGQING)
NIGHT = NOON.replace(hour=3)
FIRE_STATION = Spot(106.5448, 29.5626)
CAIYUANBA = Spot(106.541335, 29.548209)
NORTH_BANK = Spot(106.5390104, 29.5728872)
CLIPPED_RAMP = Spot(106.533333, 29.567676)
"""On the north bank, where a one-way ramp begins outside the extract."""
LOW_CAR = override(ENGINE, {"name": "low car", "height_m": 1.9})
RING = "解放碑地下环道"


@pytest.fixture(scope="module")
def yuzhong() -> Network:
    elevation = read_elevation(shared_data("yuzhong-osm", "dem_srtm30_utm48n.tif"))
    return read_osm(shared_data("yuzhong-osm", "yuzhong.osm.pbf"), elevation)


class Way(NamedTuple):
    """A route: how long it is and takes from road to road, and the classes that it uses."""

    length_m: float
    seconds: float
    classes: set[str]


class Roadbook:
    """Routes of one mode by networkx alone, to judge the roads by something that shares no code with the
    search."""

    def __init__(self, network: Network, mode: Mode, at: datetime | None = NOON) -> None:
        rules = Traversal(mode, at)
        self.network = network
        self.times = ModeNetwork.compile(Roads.compile(network), network, rules)
        self.usable = connected(self.times)
        self._snapper = Snapper(RoadShapes(self.times.roads, network), mode.approach_kmh)
        self._graph: nx.DiGraph[int] = nx.DiGraph()
        for (tail, head, _), attrs in network.edges():
            time = rules.time_ms(attrs, network.node(tail), network.node(head))
            known = self._graph.get_edge_data(tail, head, {"ms": math.inf})
            if time is not None and time < known["ms"]:
                self._graph.add_edge(tail, head, ms=time, attrs=attrs)

    def snap(self, spot: Spot) -> Snap:
        found = self._snapper.snap(spot, self.usable)
        assert found is not None
        return found

    def way(self, start: Spot, end: Spot) -> Way | None:
        """The fastest way between the nearest usable street ends, None where there is none."""
        leave = self.times.roads.edge(self.snap(start).edge)[1]
        arrive = self.times.roads.edge(self.snap(end).edge)[0]
        try:
            nodes = nx.dijkstra_path(self._graph, leave, arrive, weight="ms")
        except nx.NetworkXNoPath:
            return None
        edges = [self._graph.edges[pair] for pair in nx.utils.pairwise(nodes)]
        return Way(
            length_m=sum(edge["attrs"]["length_m"] for edge in edges),
            seconds=sum(edge["ms"] for edge in edges) / 1000,
            classes={edge["attrs"]["highway"] for edge in edges},
        )


def named(network: Network, name: str) -> Iterator[EdgeAttrs]:
    return (attrs for _, attrs in network.edges() if attrs["name"] == name)


def test_the_extract_is_read_piece_for_piece(yuzhong: Network) -> None:
    with gzip.open(shared_data("yuzhong-osm", "edges.csv.gz"), "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    report = yuzhong.report
    assert (report.ways_read, report.ways_kept, report.pieces) == (3201, 3201, len(rows))
    assert report.length_km == pytest.approx(sum(float(row["length_m"]) for row in rows) / 1000, rel=1e-4)
    assert report.classes == Counter(row["highway"] for row in rows)
    assert (report.self_loops, report.parallel_pieces) == (12, 37)
    assert report.barriers == {"gate": 17, "lift_gate": 9, "bollard": 1}
    assert report.unreadable == {}


def test_elevation_agrees_with_the_published_table_and_its_gaps(yuzhong: Network) -> None:
    with gzip.open(shared_data("yuzhong-osm", "nodes.csv.gz"), "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if int(row["node_id"]) in yuzhong.graph]
    ours = [yuzhong.node(int(row["node_id"]))["ele_m"] for row in rows]
    assert [ele is None for ele in ours] == [row["ele_m"] == "" for row in rows]
    apart = [abs(ele - float(row["ele_m"])) for ele, row in zip(ours, rows, strict=True) if ele is not None]
    assert max(apart) < 0.06


@pytest.mark.parametrize("mode", [ENGINE, AERIAL], ids=lambda mode: mode.name)
def test_no_engine_fits_into_the_low_ring_at_any_hour(yuzhong: Network, mode: Mode) -> None:
    low = [attrs for _, attrs in yuzhong.edges() if attrs["tags"].get("maxheight") == "2.3"]
    assert len(low) == 2 * 43
    for at in (NOON, NIGHT, None):
        rules = Traversal(mode, at)
        assert {rules.refusal(attrs) for attrs in low} == {f"maxheight 2.3 < {mode.height_m:g}"}


def test_at_night_nothing_drives_in_the_ring(yuzhong: Network) -> None:
    ring = list(named(yuzhong, RING))
    assert ring
    by_day, by_night = Traversal(LOW_CAR, NOON), Traversal(LOW_CAR, NIGHT)
    assert {by_day.refusal(attrs) for attrs in ring if not attrs["reversed"]} == {None}
    for mode in (LOW_CAR, MOTORCYCLE, ENGINE, AERIAL):
        by_night = Traversal(mode, NIGHT)
        assert all(by_night.refusal(attrs) for attrs in ring), mode.name


def test_the_ring_opens_and_closes_by_itself(yuzhong: Network) -> None:
    timed = timed_edges(yuzhong)
    assert RING in {yuzhong.edge(edge)["name"] for edge in timed}
    hours = [schedule for schedules in timed.values() for schedule in schedules]
    assert next_change(hours, NIGHT) == NIGHT.replace(hour=6, minute=30)
    assert next_change(hours, NOON) == datetime(2026, 5, 5, tzinfo=CHONGQING)


def test_the_crew_takes_the_stairs_where_the_engine_drives_round_the_hill(yuzhong: Network) -> None:
    on_foot = Roadbook(yuzhong, FOOT).way(FIRE_STATION, CAIYUANBA)
    by_engine = Roadbook(yuzhong, ENGINE).way(FIRE_STATION, CAIYUANBA)
    assert on_foot is not None
    assert by_engine is not None
    assert 2000 < on_foot.length_m < 2500
    assert "steps" in on_foot.classes
    assert 5500 < by_engine.length_m < 6500
    assert "steps" not in by_engine.classes


def test_bridges_do_not_meet_what_they_cross(yuzhong: Network) -> None:
    """Where a bridge crosses a line on the map strictly between its nodes, the graph has no junction."""
    segments = [
        ((*start, *end, attrs["layer"]), attrs["bridge"])
        for (_, _, key), attrs in yuzhong.edges()
        if key >= 0
        for start, end in pairwise(attrs["geometry"])
    ]
    lines = np.array([line for line, _ in segments])
    bridges = [line for line, is_bridge in segments if is_bridge]
    crossed = [(bridge, lines[row]) for bridge in bridges for row in np.flatnonzero(_crosses(bridge, lines))]
    assert len(crossed) > 500
    nodes = {(data["lon"], data["lat"]) for _, data in yuzhong.graph.nodes(data=True)}
    assert not nodes & {_meeting(bridge, line) for bridge, line in crossed}
    same_level = sum(bridge[4] == line[4] for bridge, line in crossed)
    assert same_level < 0.05 * len(crossed), "a crossing on one level would be an error of the map"


def _crosses(bridge: Sequence[float], lines: Floats) -> Flags:
    """Tell which lines a bridge crosses strictly between the ends of both."""
    ax, ay, bx, by = bridge[:4]
    cx, cy, dx, dy = lines[:, 0], lines[:, 1], lines[:, 2], lines[:, 3]
    of_bridge = ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) * ((bx - ax) * (dy - ay) - (by - ay) * (dx - ax))
    of_line = ((dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)) * ((dx - cx) * (by - cy) - (dy - cy) * (bx - cx))
    crossing: Flags = (of_bridge < 0) & (of_line < 0)
    return crossing


def _meeting(bridge: Sequence[float], line: Floats) -> tuple[float, float]:
    ax, ay, bx, by = bridge[:4]
    cx, cy, dx, dy = line[:4].tolist()
    along = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / ((bx - ax) * (dy - cy) - (by - ay) * (dx - cx))
    return round(ax + along * (bx - ax), 7), round(ay + along * (by - ay), 7)


def test_one_ways_that_the_extract_cuts_off_leave_places_without_a_way(yuzhong: Network) -> None:
    roads = Roadbook(yuzhong, ENGINE)
    assert roads.snap(NORTH_BANK).access_m < 100
    assert roads.way(NORTH_BANK, FIRE_STATION) is None
    assert roads.snap(CLIPPED_RAMP).access_m < 100
    assert roads.way(FIRE_STATION, CLIPPED_RAMP) is None


def test_nearly_every_building_of_the_district_can_be_located(yuzhong: Network) -> None:
    with gzip.open(shared_data("yuzhong-osm", "buildings.csv.gz"), "rt", encoding="utf-8") as file:
        spots = [Spot(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)]
    for mode in (FOOT, ENGINE):
        times = ModeNetwork.compile(Roads.compile(yuzhong), yuzhong, Traversal(mode, NOON))
        snapper = Snapper(RoadShapes(times.roads, yuzhong), mode.approach_kmh)
        usable = connected(times)
        located = np.mean([snapper.snap(spot, usable) is not None for spot in spots])
        assert located > 0.98, mode.name
