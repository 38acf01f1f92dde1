from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from routing.calibration.calibrate import Calibration, calibrate
from routing.calibration.fit import fit_pace
from routing.calibration.paths import TripPaths
from routing.calibration.report import run
from routing.calibration.trips import COLUMNS, Trip, read_trips
from routing.errors import RoadsError
from routing.model import Network, Spot
from routing.modes import ENGINE, override
from routing.synthetic import generate, generated_network, write_osm

TRUE_FIXED_S = 40.0
SLOW = override(ENGINE, {"speeds_kmh": {way: kmh * 0.6 for way, kmh in ENGINE.speeds_kmh.items()}})
FIRST_DAY = datetime(2026, 5, 4)  # noqa: DTZ001 - the record's clock has no zone


def drawn_trips(network: Network, seed: int, count: int = 600) -> list[Trip]:
    """示例 trips of crews that really drive at 0.6 of the default speeds; one in ten started elsewhere."""
    random = np.random.default_rng(seed)
    places = [Spot(data["lon"], data["lat"]) for _, data in network.graph.nodes(data=True)]
    stations = [places[index] for index in random.integers(0, len(places), 8)]
    trips = [
        Trip(
            unit=f"E{number % 8}",
            mode="engine",
            origin=stations[number % 8],
            place=places[int(random.integers(0, len(places)))],
            assigned_at=FIRST_DAY + timedelta(days=number * 4 // count, hours=number % 24),
            turnout_s=float(60 + 5 * (number % 8) + 40 * (number % 24 in {22, 23, 0, 1, 2, 3, 4, 5, 6})),
            travel_s=0.0,
        )
        for number in range(count)
    ]
    ways = TripPaths(network).seconds(trips, SLOW)
    known = [(trip, way) for trip, way in zip(trips, ways, strict=True) if way is not None]
    return [_travelled(trip, sum(way.values()), random) for trip, way in known]


def _travelled(trip: Trip, true_s: float, random: np.random.Generator) -> Trip:
    seconds = TRUE_FIXED_S + true_s * float(np.exp(random.normal(0, 0.1)))
    if random.random() < 0.1:
        seconds *= 3
    return Trip(trip.unit, trip.mode, trip.origin, trip.place, trip.assigned_at, trip.turnout_s, seconds)


@pytest.fixture(scope="module")
def city() -> Network:
    return generated_network(900, 4)


@pytest.fixture(scope="module")
def fit(city: Network) -> Calibration:
    return calibrate(city, drawn_trips(city, seed=11), ENGINE)


def test_the_speeds_that_made_the_trips_are_found_again_in_spite_of_outliers(fit: Calibration) -> None:
    for way in ("primary", "residential"):
        assert fit.mode.speeds_kmh[way] == pytest.approx(SLOW.speeds_kmh[way], rel=0.12), way
    assert fit.fixed_s == pytest.approx(TRUE_FIXED_S, abs=25)


def test_the_unseen_day_is_predicted_better_than_before(fit: Calibration) -> None:
    assert fit.held_out == (FIRST_DAY + timedelta(days=3)).date()
    assert fit.travel.after_error_s < 0.5 * fit.travel.before_error_s
    assert abs(fit.travel.after.p50 / fit.travel.recorded.p50 - 1) < 0.1
    assert fit.travel.correlation > 0.5


def test_turnout_is_found_by_unit_and_by_night(fit: Calibration) -> None:
    noon, night = FIRST_DAY.replace(hour=12), FIRST_DAY.replace(hour=2)
    quick, slow = (fit.turnout.seconds(unit, noon) for unit in ("E0", "E7"))
    assert slow - quick == pytest.approx(35, abs=15)
    assert fit.turnout.by_night_s - fit.turnout.by_day_s == pytest.approx(40, abs=10)
    assert fit.turnout.seconds("unknown", night) == fit.turnout.by_night_s


def test_a_class_that_few_trips_used_keeps_to_the_common_pace() -> None:
    random = np.random.default_rng(3)
    journeys: list[dict[str, float]] = [{"primary": float(part)} for part in random.uniform(60, 300, 300)]
    journeys.append({"primary": 100.0, "track": 10.0})
    recorded = np.array([1.5 * journey["primary"] for journey in journeys])
    pace = fit_pace(journeys, recorded)
    assert pace.times["primary"] == pytest.approx(1.5, rel=0.02)
    assert pace.times["track"] == pytest.approx(1.5, rel=0.1)


def test_too_few_trips_or_a_single_day_are_refused(city: Network) -> None:
    trips = drawn_trips(city, seed=11)
    with pytest.raises(RoadsError, match="30"):
        calibrate(city, trips[:40], ENGINE)
    with pytest.raises(RoadsError, match="two days"):
        calibrate(city, [trip for trip in trips if trip.day == FIRST_DAY.date()], ENGINE)


def test_rows_that_say_nothing_are_counted_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "trips.csv"
    good = "E1,engine,106,29,106.01,29.01,2026-05-04T10:00:00,2026-05-04T10:01:00,2026-05-04T10:05:00"
    rows = [good, good.replace("106.01", ""), good.replace("29.01", "north"), good.replace("10:05:00", "10:00:30")]
    path.write_text("\n".join([",".join(COLUMNS), *rows]), encoding="utf-8-sig")
    trips, left_out = read_trips(path)
    assert [(trip.turnout_s, trip.travel_s) for trip in trips] == [(60, 240)]
    assert sum(left_out.values()) == 3
    path.write_text("unit,mode\n", encoding="utf-8")
    with pytest.raises(RoadsError, match="from_lon"):
        read_trips(path)


def test_a_whole_district_is_calibrated_and_says_what_to_write_into_its_folder(tmp_path: Path) -> None:
    write_osm(generate(900, 4).source, tmp_path / "roads.osm")
    trips = drawn_trips(generated_network(900, 4), seed=11)
    lines = [",".join(COLUMNS)]
    for trip in trips:
        en_route = trip.assigned_at + timedelta(seconds=trip.turnout_s)
        times = (trip.assigned_at, en_route, en_route + timedelta(seconds=round(trip.travel_s)))
        places = (trip.origin.lon, trip.origin.lat, trip.place.lon, trip.place.lat)
        lines.append(",".join([trip.unit, trip.mode, *map(str, places), *(at.isoformat() for at in times)]))
    (tmp_path / "trips.csv").write_text("\n".join(lines), encoding="utf-8")
    report = run(tmp_path / "roads.osm", {}, tmp_path / "trips.csv")
    assert "[roads.modes.engine]" in report.toml()
    assert any("judged on" in line for line in report.lines())
    assert {figure["unit"] for figure in report.figures()} == {"s"}
    assert run(tmp_path / "roads.osm", {}, tmp_path / "trips.csv").toml() == report.toml()
