from datetime import datetime
from zoneinfo import ZoneInfo

from routing.compiled import ModeNetwork, Roads
from routing.modes import ENGINE, FOOT, Mode
from routing.speeds import SpeedRule
from routing.timetable import Hours, Timetable
from routing.traverse import Traversal
from tests.unit.routing.drawn import draw

ZONE = ZoneInfo("Asia/Shanghai")
NETWORK = draw(
    {1: (0, 0), 2: (500, 0), 3: (1000, 0), 4: (1500, 0)},
    [
        ("always", [1, 2], {"highway": "primary"}),
        ("by_day", [2, 3], {"highway": "residential", "vehicle": "yes @ (Mo-Su 06:30-24:00)"}),
        ("slow", [3, 4], {"highway": "secondary"}),
    ],
)
RUSH = (SpeedRule(classes=frozenset({"secondary"}), hours="Mo-Fr 07:30-09:00", factor=0.5),)
ROADS = Roads.compile(NETWORK)


def clock(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, 4, hour, minute, tzinfo=ZONE)  # a Monday


def timetable(mode: Mode) -> Timetable:
    return Timetable(ROADS, NETWORK, mode, Hours(ROADS, NETWORK, RUSH), RUSH)


def test_the_weights_of_a_moment_are_those_of_the_rules_at_that_moment() -> None:
    times = timetable(ENGINE)
    for at in (clock(5), clock(7), clock(8), clock(12), clock(23, 59)):
        fresh = ModeNetwork.compile(ROADS, NETWORK, Traversal(ENGINE, at, RUSH))
        assert (times.at(at).weight_ms == fresh.weight_ms).all()


def test_moments_of_one_slice_share_their_weights_and_a_mode_that_no_hour_concerns_has_one_slice() -> None:
    engines, walkers = timetable(ENGINE), timetable(FOOT)
    assert engines.at(clock(10)) is engines.at(clock(20))
    assert engines.at(clock(10)) is not engines.at(clock(8))
    night, day = walkers.at(clock(3)), walkers.at(clock(12))
    assert night is day


def test_a_slice_is_found_only_once_it_is_worked_out() -> None:
    times = timetable(ENGINE)
    assert times.find(clock(12)) is None
    worked_out = times.at(clock(12))
    assert times.find(clock(13)) is worked_out


def test_the_next_change_is_the_next_beginning_or_end_of_any_hours() -> None:
    hours = Hours(ROADS, NETWORK, RUSH)
    assert hours.next_change(clock(5)) == clock(6, 30)
    assert hours.next_change(clock(6, 30)) == clock(7, 30)
    assert hours.next_change(clock(8)) == clock(9)


def test_roads_of_some_hour_include_those_that_are_closed_now() -> None:
    usable = timetable(ENGINE).at_some_hour.weight_ms >= 0
    assert usable.all()
    assert not (timetable(ENGINE).at(clock(5)).weight_ms >= 0).all()


def test_roads_without_hours_are_known_from_the_start() -> None:
    network = draw({1: (0, 0), 2: (500, 0)}, [("a", [1, 2], {"highway": "primary"})])
    roads = Roads.compile(network)
    hours = Hours(roads, network, ())
    assert Timetable(roads, network, ENGINE, hours, ()).find(clock(5)) is not None
    assert hours.next_change(clock(5)) is None
