"""Green corridors: for whom one is wanted, until when, and what of telling the traffic side is written down."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.corridor import ended_by, is_wanted
from dispatch.core.state import to_state, to_world
from dispatch.core.vocabulary import Place
from dispatch.core.world import DEFAULT_SETTINGS
from stations.corridor import CorridorRules
from stations.model import StationKind, TravelMode
from stations.rules import Need, Plan
from tests.unit.core.world_builder import Town, at

ONE_ENGINE = Plan(name="one", needs=(Need(count=1),))


def town(kind: StationKind = "fire", mode: TravelMode = "engine", **alarm: Any) -> Town:
    """A fire that one vehicle goes to."""
    t = Town(DEFAULT_SETTINGS).set(plans=(ONE_ENGINE,), ladder=(), corridor=CorridorRules(url="http://traffic.invalid"))
    t.station("f1", 3, kind=kind, mode=mode)
    t.alarm(at(0), **alarm)
    return t


def left(kind: StationKind = "fire", mode: TravelMode = "engine", **alarm: Any) -> tuple[Town, str]:
    t = town(kind, mode, **alarm)
    key = t.order("f1-1").id
    t.press(cmd.AssignmentDepart(assignment=key))
    return t, key


def way(t: Town, key: str, junctions: int = 4) -> cmd.NoteCorridor:
    return cmd.NoteCorridor(
        assignment=key, junctions=junctions, length_m=900.0, eta_s=80.0, valid_until=t.now.plus(60_000)
    )


@pytest.mark.parametrize(
    ("kind", "mode", "wanted"),
    [
        ("fire", "engine", True),
        ("fire", "aerial", True),
        ("fire", "motorcycle", True),
        ("small", "motorcycle", True),
        ("micro_community", "engine", True),
        ("micro_community", "motorcycle", False),
        ("micro_unit", "foot", False),
        ("fire", "foot", False),
    ],
)
def test_engines_and_the_brigades_vehicles_get_one_and_nobody_on_foot(
    kind: StationKind, mode: TravelMode, wanted: bool
) -> None:
    t, key = left(kind, mode)
    assert is_wanted(t.world, key) is wanted


def test_nobody_gets_one_who_has_not_left() -> None:
    t = town()
    assert not is_wanted(t.world, t.order("f1-1").id)
    assert t.do(way(t, t.order("f1-1").id)) == ()


@pytest.mark.parametrize("kind", ["exercise", "test"])
def test_none_of_an_exercise_or_a_test(kind: str) -> None:
    t = town(exercise=kind == "exercise", test=kind == "test")
    orders = t.world.active_of_unit("f1-1")
    for order in orders:
        t.press(cmd.AssignmentDepart(assignment=order.id))
        assert not is_wanted(t.world, order.id)
        assert t.do(way(t, order.id)) == ()


def test_none_where_the_district_names_nobody_to_tell() -> None:
    t, key = left()
    t.set(corridor=CorridorRules())
    assert not is_wanted(t.world, key)
    assert ended_by(t.world, key) == "switched_off"


def test_it_opens_is_renewed_and_withdrawn_at_arrival() -> None:
    t, key = left()
    (opened,) = t.do(way(t, key))
    assert isinstance(opened, ev.CorridorOpened)
    (renewed,) = t.do(way(t, key, junctions=2))
    assert isinstance(renewed, ev.CorridorRenewed)
    corridor = t.world.corridors[key]
    assert (corridor.junctions, corridor.renewals) == (2, 1)
    assert t.do(cmd.NoteCorridorWithdrawn(assignment=key)) == (), "nothing has ended it"
    t.press(cmd.AssignmentArrive(assignment=key))
    (withdrawn,) = t.do(cmd.NoteCorridorWithdrawn(assignment=key))
    assert isinstance(withdrawn, ev.CorridorWithdrawn)
    assert (withdrawn.why, withdrawn.renewals, withdrawn.told) == ("arrived", 1, True)
    assert not t.world.corridors
    assert t.do(cmd.NoteCorridorWithdrawn(assignment=key)) == ()
    assert t.do(way(t, key)) == (), "who has arrived gets none any more"


ENDS: list[tuple[type[cmd.AssignmentCommand], str]] = [
    (cmd.AssignmentArrive, "arrived"),
    (cmd.AssignmentControl, "arrived"),
    (cmd.AssignmentRelease, "released"),
    (cmd.AssignmentRecall, "recalled"),
    (cmd.AssignmentDecline, "declined"),
]


@pytest.mark.parametrize(("ends", "why"), ENDS)
def test_whatever_ends_the_order_ends_it(ends: type[cmd.AssignmentCommand], why: str) -> None:
    t, key = left()
    t.do(way(t, key))
    t.press(ends(assignment=key))
    (withdrawn,) = t.do(cmd.NoteCorridorWithdrawn(assignment=key))
    assert isinstance(withdrawn, ev.CorridorWithdrawn)
    assert withdrawn.why == why


def test_the_incidents_end_ends_it() -> None:
    t, key = left()
    t.do(way(t, key))
    t.press(cmd.IncidentFalseAlarm(incident=t.incident().id))
    assert ended_by(t.world, key) == "incident_over"


def test_a_place_that_is_unknown_leads_nowhere() -> None:
    t = Town(DEFAULT_SETTINGS).set(plans=(ONE_ENGINE,), ladder=(), corridor=CorridorRules(url="http://traffic.invalid"))
    t.engine("f1", 3)
    t.alarm(Place(text="江边"))
    t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="f1-1"))
    key = t.order("f1-1").id
    t.press(cmd.AssignmentDepart(assignment=key))
    assert not is_wanted(t.world, key)


def test_a_road_that_closes_takes_the_way_and_it_may_come_again() -> None:
    t, key = left()
    t.do(way(t, key))
    (withdrawn,) = t.do(cmd.NoteCorridorWithdrawn(assignment=key, no_way=True))
    assert isinstance(withdrawn, ev.CorridorWithdrawn)
    assert withdrawn.why == "no_way"
    (opened,) = t.do(way(t, key))
    assert isinstance(opened, ev.CorridorOpened)


def test_a_traffic_side_that_takes_nothing_is_said_once_until_it_takes_something() -> None:
    t, key = left()
    failed = cmd.NoteCorridorFailed(assignment=key, deed="open", tries=6, error="down")
    assert t.do(failed) == (), "nothing is open"
    t.do(way(t, key))
    (said,) = t.do(failed)
    assert isinstance(said, ev.CorridorFailed)
    assert t.do(failed) == ()
    assert t.world.corridors[key].failing_since == said.at
    t.do(way(t, key))
    assert t.world.corridors[key].failing_since is None
    assert len(t.do(failed)) == 1


def test_a_corridor_is_in_the_state_and_leaves_with_its_incident() -> None:
    t, key = left()
    t.do(way(t, key))
    assert to_world(to_state(t.world)) == t.world
    t.press(cmd.IncidentFalseAlarm(incident=t.incident().id))
    t.wait(25 * 3600)
    assert not t.world.corridors
    assert t.do(cmd.NoteCorridorWithdrawn(assignment=key, told=False)) == ()
