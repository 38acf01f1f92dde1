"""What the ladder orders on a stream of calls: fewer than before, and nobody is there later for it."""

from pathlib import Path

import pytest

from dispatch.cli.bench_ladder import everybodys_minute, play_elsewhere
from dispatch.core.commands import AlarmRaise
from dispatch.core.vocabulary import Place
from dispatch.simulation.ladder_trial import Call, Question, play
from loadtest.districts import make_generated_district, read_sites
from stations.district import read_district
from stations.model import District

CALLS, APART_S = 12, 400.0
HERE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_generated_district(tmp_path_factory.mktemp("district"), stations=40, seed=3)


@pytest.fixture(scope="module")
def district(folder: Path) -> District:
    return read_district(folder)


@pytest.fixture(scope="module")
def calls(folder: Path) -> tuple[Call, ...]:
    sites = read_sites(folder)[:: max(1, len(read_sites(folder)) // CALLS)][:CALLS]
    places = (Place(lon=each.lon, lat=each.lat, building=each.building, floor=1) for each in sites)
    return tuple((n * APART_S, AlarmRaise(source="phone", kind="flame", place=place)) for n, place in enumerate(places))


def test_w1_the_default_targets_cost_no_more_orders_than_a_minute_for_everybody_and_nobody_comes_later(
    district: District, calls: tuple[Call, ...]
) -> None:
    before, now = play(district, calls, everybodys_minute(), seed=1), play(district, calls, None, seed=1)
    assert (before.incidents, now.incidents) == (CALLS, CALLS)
    assert now.orders <= before.orders
    assert now.rungs <= before.rungs
    assert now.missed_arrivals < before.missed_arrivals
    assert now.arrival_s(50) <= before.arrival_s(50)
    assert now.arrival_s(90) <= before.arrival_s(90)


def test_another_checkout_is_asked_the_same(folder: Path, district: District, calls: tuple[Call, ...]) -> None:
    elsewhere = play_elsewhere(HERE, Question(district=folder, calls=calls, seed=1))
    assert elsewhere == play(district, calls, None, seed=1)


def test_everybodys_minute_is_what_it_says() -> None:
    arrive = {kind: each.limit_s for each in everybodys_minute() if each.name == "arrive" for kind in each.kinds}
    assert arrive == {"micro_unit": 60, "micro_community": 60, "small": 300, "fire": 300}
