"""Speeds that are found, not believed: 示例 trips in a synthetic city whose truth is known."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from routing.calibration.candidates import candidates, paced, uniform
from routing.calibration.fit import Arrivals, fit_arrivals
from routing.calibration.journeys import Ground, Journeys
from routing.calibration.record import Record
from routing.calibration.report import run
from routing.calibration.trial import Trial, judge
from routing.calibration.trips import COLUMNS, OPTIONAL_COLUMNS, Trip, read_trips
from routing.calibration.verdict import Score, objections_to
from routing.errors import RoadsError
from routing.model import Network, Spot
from routing.modes import ENGINE, Mode
from routing.place import Place
from routing.responders import Responder
from routing.router import Router
from routing.setup import read_roads
from routing.synthetic import generate, generated_network, write_osm

FIRST_DAY = datetime(2026, 5, 4, tzinfo=UTC)
TRUE_FIXED_S = 100.0
TRUE_PACE = 0.7


def _truth() -> Mode:
    return next(
        each.mode
        for each in candidates(ENGINE)
        if each.mode.junction_s == 4
        and each.mode.approach_kmh == ENGINE.approach_kmh
        and each.mode.speeds_kmh["primary"] == pytest.approx(40.5)
        and each.mode.speeds_kmh["tertiary"] == 30
    )


TRUTH = _truth()
"""Arterials a third faster than other streets, four seconds at a junction: of all that is tried, the one to find."""


@pytest.fixture(scope="module")
def city() -> Network:
    return generated_network(900, 4)


def drawn_trips(network: Network, truth: Mode, *, seed: int, noise: bool = False, count: int = 700) -> list[Trip]:
    """示例 trips of ten engines: the one that is really first is sent, one in ten of them from elsewhere.

    With noise, anybody is sent and arrives whenever: nothing follows from the roads.
    """
    random = np.random.default_rng(seed)
    nodes = [Spot(data["lon"], data["lat"]) for _, data in network.graph.nodes(data=True)]
    stations = {f"E{n}": nodes[index] for n, index in enumerate(random.integers(0, len(nodes), 10))}
    router = Router(network, {"engine": truth}, zone=UTC)
    router.set_responders(Responder(unit, "engine", spot, turnout_ms=0) for unit, spot in stations.items())
    trips = []
    for number in range(count):
        place = nodes[int(random.integers(0, len(nodes)))]
        nearest = router.nearest(Place(place), 10, mode="engine", at=FIRST_DAY)
        assert nearest is not None
        if not nearest.arrivals:
            continue
        first = nearest.arrivals[int(random.integers(0, len(nearest.arrivals))) if noise else 0]
        way_s = float(random.uniform(30, 400)) if noise else first.eta_ms / 1000
        chance = float(np.exp(random.normal(0, 0.05))) * (3 if random.random() < 0.1 else 1)
        at = FIRST_DAY + timedelta(days=number * 4 // count, minutes=17 * number % 1440)
        trips.append(
            sent(first.responder, stations[first.responder], place, at, TRUE_FIXED_S + TRUE_PACE * way_s * chance)
        )
    return trips


def sent(unit: str, origin: Spot, place: Spot, at: datetime, arrival_s: float | None = 200.0, **told: str) -> Trip:
    return Trip(
        unit=unit,
        mode="engine",
        kind=told.get("kind", "ENGINE"),
        call=told.get("call", f"{unit} {at.isoformat()}"),
        origin=origin,
        place=place,
        assigned_at=at,
        arrival_s=arrival_s,
        free_at=at + timedelta(minutes=10),
    )


@pytest.fixture(scope="module")
def found(city: Network) -> Trial:
    return judge(Ground(city), drawn_trips(city, TRUTH, seed=11), ENGINE)


def test_b15_the_speeds_that_made_the_trips_are_found_and_recommended(found: Trial) -> None:
    assert found.objections == ()
    assert found.mode is not None
    speeds = found.mode.speeds_kmh
    assert speeds["residential"] == pytest.approx(30 / TRUE_PACE, rel=0.1)
    assert speeds["primary"] / speeds["residential"] == pytest.approx(1.35, rel=0.02)
    assert found.mode.junction_s == pytest.approx(4 * TRUE_PACE, rel=0.1)
    assert found.fit.fixed_s["ENGINE"] == pytest.approx(TRUE_FIXED_S, abs=15)


def test_b15_found_speeds_beat_both_simple_models_on_days_that_they_have_not_seen(found: Trial) -> None:
    *peers, best = found.scores
    assert best.share("ENGINE") > max(peer.share("ENGINE") for peer in peers)
    assert best.median_error_s < min(peer.median_error_s for peer in peers)
    ours, theirs = found.beside["straight lines"]
    assert ours > theirs


def test_b15_every_day_is_held_out_once(found: Trial) -> None:
    days = [day for fold in found.folds for day in fold]
    assert len(found.folds) == 4
    assert sorted(days) == sorted({(FIRST_DAY + timedelta(days=n)).date() for n in range(4)})


def test_b15_noise_is_refused_and_nothing_is_written(city: Network) -> None:
    refused = judge(Ground(city), drawn_trips(city, TRUTH, seed=5, noise=True), ENGINE)
    assert "says nothing about speeds" in refused.objections[0]
    assert refused.mode is None


def test_b15_where_one_speed_is_the_truth_one_speed_is_written(city: Network) -> None:
    plain = judge(Ground(city), drawn_trips(city, uniform(ENGINE), seed=3), ENGINE)
    assert plain.objections
    assert plain.mode is not None
    assert plain.mode == paced(uniform(ENGINE), plain.fit.pace)
    assert plain.mode.speeds_kmh["primary"] == pytest.approx(30 / TRUE_PACE, rel=0.1)
    assert "motorway" not in plain.mode.speeds_kmh


def test_b15_worse_in_one_kind_or_in_time_alone_is_not_recommended() -> None:
    peer = Score("straight lines", {"ENGINE": (80, 100), "TRUCK": (80, 100)}, 36.0, 60.0, 0.0)
    better = Score("found", {"ENGINE": (90, 100), "TRUCK": (80, 100)}, 35.0, 60.0, 0.0)
    assert objections_to(better, [peer], differs=True, certain=True) == ()
    trucks = Score("found", {"ENGINE": (90, 100), "TRUCK": (79, 100)}, 35.0, 60.0, 0.0)
    assert "TRUCK" in objections_to(trucks, [peer], differs=True, certain=True)[0]
    slow = Score("found", better.choices, 36.0, 60.0, 0.0)
    assert "predicted no worse" in objections_to(slow, [peer], differs=True, certain=True)[0]
    early = Score("found", better.choices, 35.0, 60.0, -11.0)
    assert "-11 s" in objections_to(early, [peer], differs=True, certain=True)[0]
    few = Score("found", {"ENGINE": (5, 5)}, 35.0, 60.0, 0.0)
    assert "30 orders" in objections_to(few, [], differs=True, certain=True)[0]
    assert "beyond one speed" in objections_to(better, [peer], differs=False, certain=True)[0]


def test_ways_that_are_tried_are_as_long_as_the_routers_own(city: Network) -> None:
    trips = drawn_trips(city, TRUTH, seed=8, count=40)
    record = Record.of(trips)
    ways = Journeys(Ground(city), uniform(ENGINE), record).seconds(TRUTH)
    router = Router(city, {"engine": TRUTH}, zone=UTC)
    posts = {f"{number:02}": post for number, post in enumerate(record.posts)}
    router.set_responders(Responder(name, "engine", post, turnout_ms=0) for name, post in posts.items())
    for row, trip in enumerate(record.trips):
        nearest = router.nearest(Place(trip.place), len(posts), mode="engine", at=FIRST_DAY)
        assert nearest is not None
        theirs = {arrival.responder: arrival.eta_ms / 1000 for arrival in nearest.arrivals}
        for column, name in enumerate(posts):
            assert ways[row, column] == pytest.approx(theirs.get(name, np.inf), abs=0.01)


def test_who_is_held_by_another_call_was_no_choice() -> None:
    here, there = Spot(106.0, 29.0), Spot(106.01, 29.0)
    at = FIRST_DAY
    trips = [
        sent("E1", here, there, at, call="1"),
        sent("E2", there, here, at + timedelta(minutes=5), call="2"),
        sent("E1", here, here, at + timedelta(minutes=20), None, call="3"),
        sent("E2", there, here, at + timedelta(minutes=20, seconds=5), call="3"),
        sent("T1", here, here, at + timedelta(minutes=21), call="4", kind="TRUCK"),
    ]
    record = Record.of(trips)
    called = [record.trips[number].call for number in record.called]
    assert called == ["1", "3"]  # of call 2 E1 was away, and there is one truck only
    assert [record.units[number] for number in record.sent] == ["E1", "E1"]
    timed = [(record.trips[number].unit, record.trips[number].call) for number in record.timed]
    assert timed == [("E1", "1"), ("E2", "2"), ("T1", "4")]  # E2 had come home 5 minutes before call 3


def test_crews_who_were_elsewhere_do_not_bend_the_fit() -> None:
    random = np.random.default_rng(3)
    way_s = random.uniform(30, 400, 400)
    kinds = ["TRUCK" if number % 4 == 0 else "ENGINE" for number in range(400)]
    night = np.arange(400) % 3 == 0
    recorded = 90 + 25 * (np.array(kinds) == "TRUCK") + 30 * night + 0.8 * way_s + random.normal(0, 5, 400)
    recorded[::10] += 600
    fit = fit_arrivals(Arrivals(way_s, kinds, night, recorded))
    assert fit.pace == pytest.approx(0.8, rel=0.05)
    assert fit.fixed_s == {"ENGINE": pytest.approx(90, abs=6), "TRUCK": pytest.approx(115, abs=6)}
    assert fit.night_s == pytest.approx(30, abs=5)


def test_the_uniform_speed_is_tried_first_and_every_other_costs_steps() -> None:
    tried = list(candidates(ENGINE))
    assert tried[0].mode == uniform(ENGINE)
    assert tried[0].steps == 0
    assert min(each.steps for each in tried[1:]) > 0
    assert all("motorway" not in each.mode.speeds_kmh for each in tried)


def test_too_few_arrivals_or_a_single_day_are_refused(city: Network) -> None:
    trips = drawn_trips(city, TRUTH, seed=11, count=200)
    with pytest.raises(RoadsError, match="60"):
        judge(Ground(city), trips[:50], ENGINE)
    with pytest.raises(RoadsError, match="two days"):
        judge(Ground(city), [trip for trip in trips if trip.day == FIRST_DAY.date()], ENGINE)


def test_rows_that_say_nothing_are_counted_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "trips.csv"
    good = "E1,engine,106,29,106.01,29.01,2026-05-04T10:00:00,2026-05-04T10:01:00,2026-05-04T10:05:00"
    cancelled = good.replace("2026-05-04T10:05:00", "")
    rows = [good, good.replace("106.01", ""), good.replace("29.01", "north"), good.replace("10:05:00", "10:00:30")]
    path.write_text("\n".join([",".join(COLUMNS), *rows, cancelled]), encoding="utf-8-sig")
    trips, left_out = read_trips(path)
    assert [trip.arrival_s for trip in trips] == [300, None, None]
    assert sum(left_out.values()) == 4
    path.write_text("unit,mode\n", encoding="utf-8")
    with pytest.raises(RoadsError, match="from_lon"):
        read_trips(path)


def test_times_with_and_without_offset_are_not_mixed(tmp_path: Path) -> None:
    path = tmp_path / "trips.csv"
    plain = "E1,engine,106,29,106.01,29.01,2026-05-04T10:00:00,2026-05-04T10:01:00,2026-05-04T10:05:00"
    path.write_text("\n".join([",".join(COLUMNS), plain, plain.replace(":00,", ":00+08:00,") + "+08:00"]))
    with pytest.raises(RoadsError, match="alike"):
        read_trips(path)


def test_b15_a_district_is_calibrated_and_takes_the_speeds_file(tmp_path: Path, city: Network) -> None:
    write_osm(generate(900, 4).source, tmp_path / "roads.osm")
    columns = (*COLUMNS, *OPTIONAL_COLUMNS)
    lines = [",".join(columns)]
    for trip in drawn_trips(city, TRUTH, seed=11):
        assert trip.arrival_s is not None
        at, there = trip.assigned_at, trip.assigned_at + timedelta(seconds=round(trip.arrival_s))
        spots = (trip.origin.lon, trip.origin.lat, trip.place.lon, trip.place.lat)
        times = (at, at + timedelta(seconds=60), there)
        told = (trip.call, trip.kind, trip.free_at.isoformat(), "yes")
        lines.append(",".join([trip.unit, trip.mode, *map(str, spots), *(each.isoformat() for each in times), *told]))
    (tmp_path / "trips.csv").write_text("\n".join(lines), encoding="utf-8")
    report = run(tmp_path / "roads.osm", {}, tmp_path / "trips.csv")
    assert any("recommended: it beat" in line for line in report.lines())
    (tmp_path / "speeds.toml").write_text(report.toml(), encoding="utf-8")
    engine = read_roads(tmp_path / "roads.osm", {"speeds_file": "speeds.toml"}).modes["engine"]
    assert report.trials[0].mode is not None
    assert engine == report.trials[0].mode
    own = {"speeds_file": "speeds.toml", "modes": {"engine": {"speeds_kmh": {"primary": 12.0}}}}
    assert read_roads(tmp_path / "roads.osm", own).modes["engine"].speeds_kmh["primary"] == 12.0
    with pytest.raises(RoadsError, match="speeds file"):
        read_roads(tmp_path / "roads.osm", {"speeds_file": "gone.toml"})
