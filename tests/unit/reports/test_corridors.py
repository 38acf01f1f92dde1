"""What reports say of green corridors: each as it went, and the drives with one beside those without."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import commands as cmd
from dispatch.core.world import DEFAULT_SETTINGS
from dispatch.past.reports.corridors import LEAST_DRIVES, CorridorFigures
from dispatch.past.reports.incident import IncidentReport, incident_report
from dispatch.past.reports.month import MonthReport
from dispatch.past.reports.page import incident_page, month_page
from stations.corridor import CorridorRules
from stations.rules import Need, Plan
from tests.unit.core.world_builder import Town, at
from tests.unit.reports.stories import own_events
from tests.unit.reports.test_month import report

ONE_ENGINE = Plan(name="one", needs=(Need(count=1),))
FORESEEN_S = 180
"""Three steps of the line."""


def town() -> Town:
    t = Town(DEFAULT_SETTINGS).engine("f1", 3)
    return t.set(plans=(ONE_ENGINE,), ladder=(), corridor=CorridorRules(url="http://traffic.invalid"))


def drive(t: Town, seconds: float, *, corridor: bool, taken: bool = True, told: bool = True, **alarm: bool) -> str:
    """Have the engine drive to a fire so long, with a corridor or without; return the incident."""
    t.alarm(at(0), **alarm)  # type: ignore[arg-type] # whether it is an exercise
    order = t.order("f1-1")
    t.press(cmd.AssignmentDepart(assignment=order.id))
    if corridor:
        until = t.now.plus(60_000)
        way = cmd.NoteCorridor(assignment=order.id, junctions=5, length_m=900.0, eta_s=180.0, valid_until=until)
        t.do(way)
        if taken:
            t.do(replace(way, junctions=2))
        else:
            t.do(cmd.NoteCorridorFailed(assignment=order.id, deed="open", tries=6, error="示例 <b>down</b>"))
    t.wait(seconds)
    t.press(cmd.AssignmentArrive(assignment=order.id))
    t.do(cmd.NoteCorridorWithdrawn(assignment=order.id, told=told))
    t.press(cmd.IncidentClose(incident=order.incident, reason="示例"))
    t.wait(4000)
    return order.incident


def of_month(t: Town) -> tuple[MonthReport, CorridorFigures]:
    found = report(t)
    assert found.operations.corridors is not None
    return found, found.operations.corridors


def of_incident(t: Town, incident: str) -> IncidentReport:
    return incident_report(own_events(t.record, incident), incident, t.world, as_of=t.now, head="0:00")


def test_the_incident_says_what_was_foreseen_and_what_it_took() -> None:
    t = town()
    found = of_incident(t, drive(t, 120, corridor=True))
    (line,) = found.corridors
    assert (line.junctions, line.renewals, line.taken, line.why, line.told) == (5, 1, True, "arrived", True)
    (measured,) = found.drives
    assert (measured.foreseen_ms, measured.took_ms) == (FORESEEN_S * 1000, 120_000)
    assert "绿波" in incident_page(found, "zh", names={})
    assert "Green corridors" in incident_page(found, "en", names={})


def test_what_nobody_took_is_said_so_and_is_no_drive_with_a_corridor() -> None:
    t = town()
    found = of_incident(t, drive(t, 120, corridor=True, taken=False, told=False))
    assert not found.corridors[0].taken
    page = incident_page(found, "en", names={})
    assert "the traffic side took nothing" in page
    assert "<b>down" not in page
    _, figures = of_month(t)
    assert (figures.opened, figures.taken, figures.lapsed) == (1, 0, 1)
    assert (figures.with_corridor.n, figures.without.n) == (0, 0)


def test_few_drives_are_counted_and_not_compared() -> None:
    t = town()
    drive(t, 120, corridor=True)
    drive(t, 240, corridor=False)
    month, figures = of_month(t)
    assert (figures.with_corridor.n, figures.without.n, figures.comparable) == (1, 1, False)
    assert "nothing can be said" in month_page(month, "en", names={})
    assert "66.7 %" not in month_page(month, "en", names={})


def test_enough_drives_are_compared_by_the_median_of_their_share_of_the_time_foreseen() -> None:
    t = town()
    for _ in range(LEAST_DRIVES):
        drive(t, 120, corridor=True)
        drive(t, 198, corridor=False)
    month, figures = of_month(t)
    assert figures.comparable
    assert figures.with_corridor.median_share == 120 / FORESEEN_S
    assert figures.without.median_share == 198 / FORESEEN_S
    assert "66.7 %" in month_page(month, "en", names={})
    assert "110.0 %" in month_page(month, "zh", names={})


def test_a_month_without_corridors_says_nothing_of_them() -> None:
    t = town()
    drive(t, 120, corridor=False)
    found = report(t)
    assert found.operations.corridors is None
    assert "corridor" not in month_page(found, "en", names={})


def test_an_exercise_has_none() -> None:
    t = town()
    drive(t, 120, corridor=True, exercise=True)
    assert report(t).exercises.corridors is None
