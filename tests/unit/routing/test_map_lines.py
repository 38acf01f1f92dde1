"""What a map draws of the roads: whole streets, what is reached, ways found by who closes them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from routing.geodesy import line_m
from routing.map.classes import road_class
from routing.map.footprints import read_footprints
from routing.map.land import read_land
from routing.map.lines import road_lines
from routing.map.reached import reached_lines
from routing.map.ways import Ways
from routing.model import Network, Spot
from routing.modes import DEFAULT_MODES
from routing.responders import Responder
from routing.router import Router
from routing.synthetic import generated_network
from tests.unit.routing.drawn import draw, spot

AT = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
STREET = {"highway": "residential", "name": "示例路"}


def router_of(network: Network, *responders: Responder) -> Router:
    router = Router(network, DEFAULT_MODES, zone=UTC)
    router.set_responders(responders)
    return router


def drawn_m(lines: list[tuple[tuple[float, float], ...]]) -> float:
    return sum(line_m(line) for line in lines)


def test_a_street_in_pieces_is_one_line() -> None:
    nodes = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (200.0, 0.0), 4: (100.0, 90.0)}
    network = draw(nodes, [("a", [1, 2], STREET), ("b", [3, 2], STREET), ("c", [2, 4], {"highway": "steps"})])
    lines = road_lines(network, router_of(network).snapshot.modes)
    assert sorted((line.look.kind.name, line.look.name, len(line.points)) for line in lines) == [
        ("residential", "示例路", 3),
        ("steps", "", 2),
    ]
    (steps,) = [line for line in lines if line.look.kind.name == "steps"]
    assert steps.look.modes == ("foot",)


def test_levels_and_modes_part_a_street() -> None:
    nodes = {number: (100.0 * number, 0.0) for number in range(1, 5)}
    bridge = {**STREET, "bridge": "yes", "layer": "1"}
    low = {**STREET, "maxheight": "2.2"}
    network = draw(nodes, [("a", [1, 2], STREET), ("b", [2, 3], bridge), ("c", [3, 4], low)])
    lines = road_lines(network, router_of(network).snapshot.modes)
    assert {(line.look.layer, "engine" in line.look.modes) for line in lines} == {(0, True), (1, True), (0, False)}


def test_a_ring_is_drawn_whole() -> None:
    nodes = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (50.0, 90.0)}
    network = draw(nodes, [("a", [1, 2, 3, 1], STREET)])
    (line,) = road_lines(network, {})
    assert line.points[0] == line.points[-1]
    assert len(line.points) == 4


def test_lines_draw_every_metre_of_the_network_once() -> None:
    network = generated_network(2500, seed=3)
    pieces_m = sum(edge["length_m"] for (_, _, key), edge in network.edges() if key >= 0)
    lines = road_lines(network, router_of(network).snapshot.modes)
    assert drawn_m([line.points for line in lines]) == pytest.approx(pieces_m, rel=1e-6)
    assert len(lines) < network.graph.number_of_edges() / 2 / 4, "streets, not blocks"


def test_links_are_drawn_as_what_they_link_and_unknown_ways_as_service() -> None:
    assert road_class("primary_link") == road_class("primary")
    assert road_class("示例").name == "service"


def foot(name: str, at: Spot, turnout_s: int = 10) -> Responder:
    return Responder(id=name, mode="foot", spot=at, turnout_ms=turnout_s * 1000)


def test_a_street_is_shaded_as_far_as_somebody_gets() -> None:
    network = draw({1: (0.0, 0.0), 2: (1000.0, 0.0)}, [("a", [1, 2], STREET)])
    router = router_of(network, foot("a", spot(0, 0)))
    place_of_a = router.snapshot
    everybody = np.ones(1, np.bool_)

    def reached_m(within_s: int) -> float:
        return drawn_m(
            list(reached_lines(place_of_a, network, at=AT, within_s=within_s, modes=["foot"], eligible=everybody))
        )

    route = router.snapshot.view("foot", AT).roads.network
    metres_per_s = 1000 / (int(route.weight_ms.max()) / 1000)
    assert reached_m(9) == 0.0, "the turnout alone takes ten seconds"
    assert reached_m(60) == pytest.approx(50 * metres_per_s, rel=1e-2)
    assert reached_m(1800) == pytest.approx(1000, rel=1e-3)


def test_nobody_who_is_bound_shades_anything() -> None:
    network = draw({1: (0.0, 0.0), 2: (1000.0, 0.0)}, [("a", [1, 2], STREET)])
    router = router_of(network, foot("a", spot(0, 0)), foot("b", spot(900, 0)))
    only_b = np.array([False, True])
    lines = list(reached_lines(router.snapshot, network, at=AT, within_s=60, modes=["foot"], eligible=only_b))
    assert lines
    assert all(lon > spot(500, 0).lon for line in lines for lon, _ in line)


def test_a_way_is_found_by_id_by_name_and_at_a_place() -> None:
    nodes = {1: (0.0, 0.0), 2: (400.0, 0.0), 3: (400.0, 300.0)}
    named = [("e", [1, 2], {**STREET, "name": "示例东路"}), ("n", [2, 3], {**STREET, "name": "示例北路"})]
    network = draw(nodes, named)
    router = router_of(network)
    ways = Ways(network)
    assert [way.id for way in ways.named("东")] == ["e"]
    assert [way.id for way in ways.named("示例")] == ["e", "n"] or [way.id for way in ways.named("示例")] == ["n", "e"]
    at = ways.at(router.snapshot, spot(390, 200))
    assert at is not None
    assert (at.id, at.name) == ("n", "示例北路")
    assert ways.find("n") == at
    assert ways.find("x") is None
    assert ways.at(router.snapshot, spot(200, 250)) is None


def test_a_file_that_is_no_openstreetmap_has_no_outlines(tmp_path: Path) -> None:
    assert read_footprints(tmp_path / "streets.geojson") == ()
    assert read_land(tmp_path / "streets.geojson") == ()


def test_land_is_read_by_its_tags_and_what_is_not_whole_is_left_out(tmp_path: Path) -> None:
    corners = ((0.0, 0.0), (0.0, 0.001), (0.001, 0.001), (0.001, 0.0))
    nodes = "".join(f'<node id="{n}" version="1" lon="{x}" lat="{y}"/>' for n, (x, y) in enumerate(corners, start=1))
    stop = (
        '<node id="9" version="1" lon="0.5" lat="0.5"><tag k="railway" v="station"/><tag k="name" v="示例站"/></node>'
    )
    ways = "".join(
        f'<way id="{number}" version="1">{"".join(f"<nd ref={chr(34)}{n}{chr(34)}/>" for n in refs)}'
        f'<tag k="{key}" v="{value}"/>{more}</way>'
        for number, (key, value, refs, more) in enumerate(
            (
                ("natural", "water", (1, 2, 3, 4, 1), '<tag k="name" v="示例湖"/>'),
                ("leisure", "park", (1, 2, 3, 1), ""),
                ("natural", "wood", (1, 2, 3), ""),
                ("leisure", "pitch", (1, 2, 3, 1), ""),
                ("railway", "subway", (1, 3), '<tag k="tunnel" v="yes"/>'),
                ("railway", "rail", (2, 77), ""),
            ),
            start=1,
        )
    )
    (tmp_path / "land.osm").write_text(f'<osm version="0.6">{nodes}{stop}{ways}</osm>', encoding="utf-8")
    found = read_land(tmp_path / "land.osm")
    assert sorted((each.kind, each.name, len(each.lines[0]), each.below) for each in found) == [
        ("green", "", 4, False),
        ("rail", "", 2, True),
        ("stop", "示例站", 1, False),
        ("water", "示例湖", 5, False),
    ]
    assert found[-1].kind == "stop", "points are drawn above areas and lines"
