"""The probes of the audit, each from the outside and with values of its own; the rules have their tests beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.reach import Closing
from dispatch.core.readiness import not_ready
from dispatch.core.scene import BlockedLane
from dispatch.core.vocabulary import By
from dispatch.core.whereabouts import spot_of
from dispatch.upkeep.posts import judgements
from stations.district import check_district
from stations.model import Building, District, DistrictSettings, Station
from stations.norms.gaps import find_gaps
from stations.norms.reading import read_norms
from stations.registry.model import Member, Registry
from tests.unit.core.world_builder import LAT, LON, STEP_DEG, Town, at, of_kind, only
from tests.unit.reports.test_training import drill, paid
from tests.unit.stations.folders import write_folder

TODAY = date(2026, 11, 22)
NORMS = read_norms()


@pytest.mark.parametrize("kind", ["smoke", "flame", "report"])
def test_two_community_crews_that_answer_in_8_s_and_arrive_after_90_s_bring_no_extra_order(kind: str) -> None:
    t = Town().building("b", 0)
    for number, steps in enumerate((1.2, 1.4, 3, 4), 1):
        t.station(f"c{number}", steps, kind="micro_community")
    t.engine("f", 4)
    t.alarm(at(0, building="b"), source="phone", kind=kind)
    sent = t.going()
    for each in sent:
        t.do(cmd.Deliver(station=t.order(each).station, seen_seq=t.world.seq))
    t.wait(8)
    for each in sent:
        t.press(cmd.AssignmentAcknowledge(assignment=t.order(each).id))
        t.press(cmd.AssignmentDepart(assignment=t.order(each).id))
    t.wait(82)
    for each in ("c1-1", "c2-1"):
        t.press(cmd.AssignmentArrive(assignment=t.order(each).id))
    t.wait(89)
    assert t.going() == sent
    assert not of_kind(t.record, ev.LadderClimbed)


@pytest.mark.parametrize("kind", ["smoke", "report", "rescue", "gas_leak"])
def test_three_trapped_on_floor_28_are_at_least_grade_2(kind: str) -> None:
    t = Town().building("tower", 0, storeys=30, height_m=95.0).station("own", 0.1, building="tower")
    opened = only(t.alarm(at(0, building="tower", floor=28), kind=kind, trapped=3), ev.IncidentOpened)
    assert opened.grade >= 2


@pytest.mark.parametrize("there", [("a",), ("b",), ("a", "b")])
def test_a_joint_drill_without_the_brigade_pays_nothing(there: tuple[str, ...]) -> None:
    assert paid(drill(there=there)) is None
    assert paid(drill(there=(*there, "fire")))


@pytest.mark.parametrize(("firefighters", "officers"), [(6, 0), (5, 1), (5, 3), (7, 2), (0, 8), (6, 4), (1, 0)])
def test_readiness_and_norms_agree(firefighters: int, officers: int) -> None:
    station = Station(id="s", name="示例", kind="micro_unit", lon=LON, lat=LAT, building="mall")
    mall = Building(id="mall", name="示例", lon=LON, lat=LAT, kind="mall", area_m2=60_000.0)
    members = tuple(
        Member(id=f"m{n}", station="s", role="firefighter" if n < firefighters else "controller", team="甲班")
        for n in range(firefighters + officers)
    )
    district = District(
        settings=DistrictSettings(name="示例", timezone="Asia/Shanghai", targets=(), ladder=()),
        roads=None,  # type: ignore[arg-type]  # nobody reads roads here
        roads_settings={},
        stations=(station,),
        units=(),
        buildings=(mall,),
        registry=Registry(members=members),
    )
    shift = next(each for each in find_gaps(district, NORMS, on=TODAY) if each.requirement.id == "complex-shift")
    t = Town().building("mall", 0, kind="mall", area_m2=60_000.0).station("s", 0, building="mall")
    for judgement in judgements(district, NORMS, TODAY):
        t.do(judgement)
    t.press(cmd.DutyTakeOver(station="s", shift="day", members=tuple(each.id for each in members)))
    assert ("below_minimum" in not_ready(t.world, "s", t.now)) == (shift.verdict == "gap")
    assert (shift.verdict == "met") == (firefighters >= 6)


def test_a_hand_over_before_the_brigade_is_there_is_taken_and_flagged() -> None:
    t = Town().station("m", 1).engine("f", 9)
    t.alarm(at(0), source="phone")
    t.press(cmd.AssignmentArrive(assignment=t.order("m-1").id))
    key = t.incident().id
    taken = only(t.press(cmd.IncidentAccept(incident=key, state="burning")), ev.IncidentHandedOver)
    assert taken.flags == ("brigade_not_there",)
    assert t.world.incidents[key].handed_over_at == t.now


def test_a_lane_in_the_river_is_kept_flagged_and_closes_nothing() -> None:
    t = Town().station("m", 1).engine("f", 9)
    t.closing = Closing(pieces=0)
    t.alarm(at(0), source="phone")
    lane = BlockedLane(lon=LON + STEP_DEG / 4, lat=LAT - 0.003)
    events = t.do(
        cmd.SceneReport(incident=t.incident().id, lane=lane), by=By(role="station", name="示例手机", station="m")
    )
    assert only(events, ev.SceneReported).flags == ("lane_off_road",)
    assert not of_kind(t.record, ev.RoadClosed)
    assert t.incident().reports[-1].said.lane == lane


@pytest.mark.parametrize(
    ("column", "words"),
    [("mode", "hovercraft"), ("mode", "摩托艇"), ("capabilities", "hozse"), ("capabilities", "龙吐水")],
)
def test_an_unknown_mode_or_capability_is_named_by_check(tmp_path: Path, column: str, words: str) -> None:
    row = {"mode": "engine", "capabilities": "pump", column: words}
    units = f"id,station,name,mode,crew,capabilities\nu1,s1,示例车,{row['mode']},6,{row['capabilities']}\n"
    said = [str(each) for each in check_district(write_folder(tmp_path, units=units)).problems]
    assert any(words in each and column in each and "units.csv:2" in each for each in said), said


@pytest.mark.parametrize("off_deg", [(0.0104, 0.0), (0.0, 0.0091), (-0.0104, 0.0)])
def test_a_position_a_kilometre_off_within_a_second_is_shown_and_not_used(off_deg: tuple[float, float]) -> None:
    t = Town().station("m", 1)
    phone = By(role="station", name="示例手机", station="m")
    t.do(cmd.UnitReportPosition(unit="m-1", lon=LON, lat=LAT), by=phone)
    believed = spot_of(t.world, "m-1")
    t.wait(1)
    lon, lat = LON + off_deg[0], LAT + off_deg[1]
    told = only(t.do(cmd.UnitReportPosition(unit="m-1", lon=lon, lat=lat), by=phone), ev.UnitPosition)
    assert (told.lon, told.lat, told.doubt) == (lon, lat, "impossible")
    assert spot_of(t.world, "m-1") == believed == (LON, LAT)
