"""Roads, duty, positions and the registry: what choices rest on."""

from __future__ import annotations

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import NotFound, Unusable, WrongState
from dispatch.core.instant import from_text, to_text
from dispatch.core.vocabulary import ClosureArea
from stations.model import Unit
from tests.unit.core.world_builder import NOON, Town, at, only

CIRCLE = ClosureArea(lon=106.57, lat=29.56, radius_m=100)


def town() -> Town:
    return Town().station("m1", 1).station("m2", 2).engine("f1", 3)


def test_a_closure_is_seen_by_every_station() -> None:
    t = town()
    closed = only(t.press(cmd.RoadClose(area=CIRCLE, modes=("engine",), reason="施工")), ev.RoadClosed)
    assert closed.to == ("*",)
    assert t.world.closures[closed.closure].modes == ("engine",)


def test_a_closure_is_opened_once() -> None:
    t = town()
    key = only(t.press(cmd.RoadClose(area=CIRCLE)), ev.RoadClosed).closure
    t.press(cmd.RoadOpen(closure=key))
    assert not t.world.closures
    with pytest.raises(NotFound, match="may have been opened already"):
        t.press(cmd.RoadOpen(closure=key))


@pytest.mark.parametrize(
    "area",
    [
        ClosureArea(),
        ClosureArea(way="1", lon=106.5, lat=29.5, radius_m=10),
        ClosureArea(lon=106.5, lat=29.5),
        ClosureArea(polygon=((1, 1), (2, 2))),
        ClosureArea(lon=106.5, lat=29.5, radius_m=0),
        ClosureArea(lon=106.5, lat=29.5, radius_m=50_000),
    ],
)
def test_an_area_is_exactly_one_of_a_way_a_circle_and_a_polygon(area: ClosureArea) -> None:
    with pytest.raises(Unusable):
        town().press(cmd.RoadClose(area=area))


def test_a_closure_cannot_end_in_the_past() -> None:
    t = town()
    with pytest.raises(Unusable, match="past"):
        t.press(cmd.RoadClose(area=CIRCLE, until=to_text(t.now)))


@pytest.mark.parametrize("until", ["18:00", "2026-11-30 18:00", "-", ""])
def test_an_end_that_is_no_time_is_named_with_its_field_and_the_cure(until: str) -> None:
    with pytest.raises(Unusable, match=r"until: .* write it as 2026-11-22T10:13:05\.123\+08:00"):
        town().press(cmd.RoadClose(area=CIRCLE, until=until))


def test_who_goes_off_duty_gets_no_orders_and_keeps_those_it_has() -> None:
    t = town()
    t.alarm(at(0), device="d1")
    order = t.order("m1-1")
    t.press(cmd.DutyOff(unit="m1-1"))
    assert t.world.assignments[order.id].active
    t.press(cmd.AssignmentRelease(assignment=order.id))
    t.alarm(at(0.2), device="d2")
    assert not t.world.active_of_unit("m1-1")


def test_duty_changes_once() -> None:
    t = town()
    t.press(cmd.DutyOff(unit="m1-1"))
    with pytest.raises(WrongState, match="is off duty"):
        t.press(cmd.DutyOff(unit="m1-1"))
    t.press(cmd.DutyOn(unit="m1-1"))
    with pytest.raises(WrongState, match="is on duty"):
        t.press(cmd.DutyOn(unit="m1-1"))


def test_a_position_is_as_old_as_it_says() -> None:
    t = town()
    t.press(cmd.UnitReportPosition(unit="m1-1", lon=106.5, lat=29.5, occurred_at="2026-11-22T11:58:00+08:00"))
    assert t.world.positions["m1-1"].at == NOON.plus(-120_000)


def test_a_unit_that_moves_to_another_station_is_found_there() -> None:
    t = town()
    moved = Unit(id="m1-1", station="m2", name="示例", mode="foot", crew=3)
    t.do(cmd.ChangeRegistry(units=(moved,)))
    assert t.world.units_of["m2"] == ("m1-1", "m2-1")
    assert "m1" not in t.world.units_of


def test_a_unit_that_leaves_the_registry_keeps_its_order_and_the_ladder_goes_on() -> None:
    t = town()
    t.alarm(at(0))
    order = t.order("m1-1")
    t.do(cmd.ChangeRegistry(dropped_units=("m1-1",)))
    t.press(cmd.AssignmentAcknowledge(assignment=t.order("f1-1").id))
    assert t.wait(3600)
    assert t.world.assignments[order.id].active


def test_the_clocks_drift_changes_nothing() -> None:
    t = town()
    before = t.world
    assert only(t.do(cmd.NoteDrift(drift_ms=-4000)), ev.HubClockDrift).drift_ms == -4000
    assert t.world.units == before.units


@pytest.mark.parametrize("text", ["2026-11-22T12:00:00", "noon", "", "2026-13-01T00:00:00Z"])
def test_a_time_without_an_offset_or_a_meaning_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_text(text)


def test_times_are_written_in_utc_with_milliseconds() -> None:
    assert to_text(NOON.plus(7)) == "2026-11-22T04:00:00.007Z"
    assert from_text(to_text(NOON.plus(7))) == NOON.plus(7)
