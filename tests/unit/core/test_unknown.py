"""What is said of a number that nobody has: what is spelled like it, in both languages."""

from __future__ import annotations

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import NotFound, Unusable
from stations.drills.model import DrillPlace, DrillPlan
from stations.duty.shifts import Roster, RosterRow
from tests.unit.core.world_builder import LAT, LON, Town, only


def town() -> Town:
    """Two stations, of which one has a roster and members."""
    t = Town().station("S0001", 1).station("S0002", 2)
    rows = (RosterRow(id="r", station="S0001", shift="day", members=("S0001-M01",)),)
    members = ("S0001-M01", "S0001-M02", "S0001-M11")
    lent = Roster(station="S0002", rows=(), members=("S0002-M01",))
    t.do(cmd.ChangeRegistry(rosters=(Roster(station="S0001", rows=rows, members=members), lent)))
    return t


def drill_in(t: Town) -> str:
    """Start a drill; return its id."""
    plan = DrillPlan(name="示例", place=DrillPlace(lon=LON, lat=LAT), stations=("S0001",))
    drill = only(t.do(cmd.PlanDrill(plan=plan)), ev.DrillPlanned).drill
    t.do(cmd.DrillStart(drill=drill))
    return drill


def test_s29_a_member_that_nobody_has_is_refused_with_the_number_that_was_meant() -> None:
    t = town()
    drill = drill_in(t)
    with pytest.raises(Unusable, match=r"no member S0001-M99; did you mean S0001-M\d\d\?") as refused:
        t.do(cmd.DrillAttend(drill=drill, station="S0001", members=("S0001-M01", "S0001-M99")))
    assert str(refused.value.zh).startswith("没有人员 S0001-M99，是不是 S0001-M")
    assert refused.value.at == "members"


def test_s29_who_is_lent_by_another_station_may_have_been_there() -> None:
    t = town()
    drill = drill_in(t)
    t.do(cmd.DrillAttend(drill=drill, station="S0001", members=("S0001-M02", "S0002-M01")))
    assert t.world.drills[drill].attended["S0001"] == ("S0001-M02", "S0002-M01")


def test_s29_where_nobody_wrote_members_down_anybody_may_have_been_there() -> None:
    t = Town().station("S0001", 1)
    drill = drill_in(t)
    t.do(cmd.DrillAttend(drill=drill, station="S0001", members=("somebody",)))
    assert t.world.drills[drill].attended["S0001"] == ("somebody",)


def test_s29_a_station_of_a_plan_that_is_not_there_is_named_with_the_one_that_was_meant() -> None:
    plan = DrillPlan(name="示例", place=DrillPlace(lon=LON, lat=LAT), stations=("S001",))
    with pytest.raises(Unusable, match=r"no station S001; did you mean S0001\?") as refused:
        town().do(cmd.PlanDrill(plan=plan))
    assert refused.value.zh == "没有消防站 S001，是不是 S0001？"


def test_s29_a_unit_that_is_not_there_is_not_found_and_the_near_one_is_named() -> None:
    with pytest.raises(NotFound, match="there is no unit") as refused:
        town().do(cmd.DutyOff(unit="s0001-9"))
    assert refused.value.at == "unit"
