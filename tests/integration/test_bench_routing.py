"""The benchmark on a small city: it must agree with its peers and report every figure."""

import asyncio
import json
from io import StringIO

import pytest
from rich.console import Console

from loadtest.bench_routing import (
    AT,
    City,
    beside_peers,
    closures,
    grown,
    loop_stall,
    make_city,
    memory,
    through_router,
    unreached,
)
from loadtest.figures import Figure, as_json, at_most, print_table, undercut
from loadtest.grid_city import grid_view


@pytest.fixture(scope="module")
def city() -> City:
    city = make_city(2000, 40, seed=5)
    city.router.prepare(AT)
    return city


def test_all_peers_give_the_answers_of_the_search_and_of_the_table(city: City) -> None:
    figures = {figure.name: figure for figure in beside_peers(city, questions=10)}
    assert {"search vs scipy", "table vs scipy", "search vs networkx"} <= figures.keys()
    assert figures["answers unlike the peers'"].value == 0


def test_what_the_hub_feels_and_memory_are_reported(city: City) -> None:
    figures = [*through_router(city, questions=20), *closures(city, count=5), *memory(city)]
    figures += asyncio.run(loop_stall(city, turns=30))
    figures += grown("N=400", grid_view(400, 20, seed=1), with_table=True)
    assert all(figure.value > 0 for figure in figures)
    assert len({figure.name for figure in figures}) == len(figures)


def test_a_figure_knows_whether_its_goal_is_met() -> None:
    assert undercut("a", 2.0, "ms", peer="b", takes=100.0, goal=50.0) == Figure(
        "a", 2.0, "ms", "b", 50.0, 50.0, ok=True
    )
    assert undercut("a", 2.0, "ms", peer="b", takes=99.0, goal=50.0).ok is False
    assert at_most("a", 2.0, "ms", 1.0).ok is False
    assert at_most("a", 2.0, "ms").ok is None


def test_figures_are_one_object_for_programs_and_a_table_for_people() -> None:
    figures = [undercut("search vs b", 2.0, "ms", peer="b", takes=100.0, goal=50.0)]
    assert json.loads(as_json(figures))["figures"][0] == {
        "name": "search vs b",
        "value": 2.0,
        "unit": "ms",
        "against": "b",
        "ratio": 50.0,
        "goal": 50.0,
        "ok": True,
        "void": None,
    }
    shown = StringIO()
    print_table(figures, Console(file=shown, width=100), title="routing")
    assert "search vs b" in shown.getvalue()
    assert "50.00 ×" in shown.getvalue()


def test_b12_the_share_of_places_that_nobody_reaches_is_a_figure_of_the_benchmark(city: City) -> None:
    figures = {figure.name: figure for figure in unreached(city)}
    share = figures["street places that no engine reaches"]
    assert share.ratio is not None
    assert 0 <= share.ratio <= 1
    assert figures["street places that no engine reaches, of those within 50 m of a usable street"].ok
