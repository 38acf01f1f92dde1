"""The ledger: who trained with whom, when, how well, and how each station comes along."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from dispatch.cli.render_drills import DrillTextRenderer, ledger_csv
from dispatch.core import commands as cmd
from dispatch.past.drills.draw import draw, draw_moment
from dispatch.past.drills.facts import gather
from dispatch.past.drills.ledger import Ledger, ledger
from stations.drills.checks import faults
from stations.drills.model import DrillPlace, DrillPlan
from stations.model import Building, Station
from tests.unit.core.world_builder import Town
from tests.unit.drills.played import COMMANDER, KINDS, begin, play, town


def two_drills() -> tuple[Town, Ledger]:
    """Two drills: the second goes better for the far station."""
    t = town()
    for far_s in (200.0, 110.0):
        drill = play(t, {"near": 70.0, "far": far_s, "fire": 290.0})
        t.do(cmd.DrillAttend(drill=drill, station="far", members=("m1", "m2")), by=COMMANDER)
        t.do(cmd.DrillSignOff(drill=drill), by=COMMANDER)
    drills = gather(t.record)
    heads = {each.last_seq: f"{each.last_seq}:00" for each in drills.values()}
    return t, ledger(drills.values(), KINDS, heads, "99:ff")


def test_each_drill_is_a_line_with_its_head() -> None:
    t, found = two_drills()
    assert [line.drill for line in found.drills] == sorted(t.world.drills, key=lambda key: int(key[4:]))
    assert all(line.head.endswith(":00") and line.members == 2 for line in found.drills)
    assert all(set(line.stations) == {"near", "far", "fire"} for line in found.drills)
    assert found.drills[1].score is not None
    assert found.drills[0].score is not None
    assert found.drills[1].score > found.drills[0].score


def test_the_trend_is_a_straight_line_through_the_stations_shares() -> None:
    _, found = two_drills()
    far = next(each for each in found.stations if each.station == "far")
    assert far.shares == (50.0, 100.0)
    assert far.trend == pytest.approx(50.0)
    near = next(each for each in found.stations if each.station == "near")
    assert near.trend == 0.0


def test_pairs_say_who_trained_with_whom() -> None:
    _, found = two_drills()
    assert {pair.stations for pair in found.pairs} == {("far", "fire"), ("far", "near"), ("fire", "near")}
    assert all(pair.drills == 2 for pair in found.pairs)
    far = next(each for each in found.stations if each.station == "far")
    assert far.with_stations == {"fire": 2, "near": 2}


def test_s32_a_drill_that_was_broken_off_is_told_and_counts_for_nobody() -> None:
    t, _ = two_drills()
    broken = begin(t, ())
    for order in t.world.active_of(t.incident()):
        t.press(cmd.AssignmentArrive(assignment=order.id))
    t.do(cmd.DrillBreakOff(drill=broken), by=COMMANDER)
    drills = gather(t.record)
    heads = {each.last_seq: f"{each.last_seq}:00" for each in drills.values()}
    found = ledger(drills.values(), KINDS, heads, "99:ff")
    assert [(line.broken_off, line.score is None) for line in found.drills] == [
        (False, False),
        (False, False),
        (True, True),
    ]
    assert {station.drills for station in found.stations} == {2}
    assert {pair.drills for pair in found.pairs} == {2}
    assert "已中止" in "\n".join(DrillTextRenderer("zh", {}, "Asia/Shanghai").ledger(found))
    assert ledger_csv(found, "Asia/Shanghai").decode().splitlines()[-1].endswith(",broken_off")


def test_a_drill_that_never_started_is_in_no_ledger() -> None:
    t = town()
    t.do(cmd.PlanDrill(plan=_some_plan()), by=COMMANDER)
    assert ledger(gather(t.record).values(), KINDS, {}, "1:00").drills == ()


def test_it_opens_in_a_spreadsheet_and_is_told_in_both_languages() -> None:
    _, found = two_drills()
    text = ledger_csv(found, "Asia/Shanghai").decode()
    assert text.startswith("\ufeffdrill,at,kind")
    assert len(text.splitlines()) == 3
    assert any("演练" in line for line in DrillTextRenderer("zh", {}, "Asia/Shanghai").ledger(found))
    assert any("EXERCISE" in line for line in DrillTextRenderer("en", {}, "Asia/Shanghai").ledger(found))


# --- what is drawn ----------------------------------------------------------------------------------------------------

STATIONS = tuple(
    Station(id=f"s{n}", name=f"示例{n}", kind="fire" if n == 9 else "micro_unit", lon=106.5 + n / 1000, lat=29.5)
    for n in range(10)
)
BUILDINGS = tuple(Building(id=f"b{n}", name=f"楼{n}", lon=106.5, lat=29.5, storeys=n) for n in (3, 6, 30, 33))


def test_a_drawn_drill_is_the_same_for_the_same_seed_and_can_be_carried_out() -> None:
    plan = draw(STATIONS, BUILDINGS, seed=7, count=4)
    assert plan == draw(STATIONS, BUILDINGS, seed=7, count=4)
    assert faults(plan) == ()
    assert plan.unannounced
    assert plan.everybody
    assert plan.place.building in {"b30", "b33"}, "high buildings first: that is where help is hardest"
    assert set(plan.stations) == {"s0", "s1", "s2", "s9"}, "the nearest, and the brigade"


def test_its_moment_lies_in_the_hours_that_were_given() -> None:
    hours = (time(9), time(21))
    moments = {draw_moment(date(2026, 12, 3), hours, UTC, seed=seed) for seed in range(50)}
    assert len(moments) > 40
    assert all(datetime(2026, 12, 3, 9, tzinfo=UTC) <= each < datetime(2026, 12, 3, 21, tzinfo=UTC) for each in moments)


def test_a_district_without_buildings_has_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="has none"):
        draw(STATIONS, (), seed=1, count=3)


def _some_plan() -> DrillPlan:
    """One that the little district can carry out."""
    return DrillPlan(name="示例", place=DrillPlace(text="示例"))
