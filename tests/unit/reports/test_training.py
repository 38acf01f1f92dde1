"""Which duties a drill of the record pays: of who stayed to the end, and of the place where it was."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from dispatch.core import events as ev
from dispatch.core.instant import from_text
from dispatch.core.vocabulary import HUB
from dispatch.past.drills.facts import DrillFacts, gather
from dispatch.past.reports.training import as_held, training_report
from stations.drills.model import DrillPlace, DrillPlan
from stations.training.calendar import Calendar
from stations.training.model import Party, PartyKey
from stations.training.reading import read_training

ZONE = ZoneInfo("Asia/Shanghai")
LATE = from_text("2026-11-30T23:30:00+08:00")
PARTIES = (
    Party(who="station", id="a", name="示例甲", kind="micro_unit", community="c1", street="st"),
    Party(who="station", id="b", name="示例乙", kind="micro_community", community="c2", street="st"),
    Party(who="building", id="tower", name="示例楼", kind="住宅", height_m=80.0, community="c1", street="st"),
    Party(who="building", id="unknown", name="示例楼2", kind="住宅"),
    Party(who="community", id="c1", name="c1", community="c1", street="st"),
    Party(who="community", id="c2", name="c2", community="c2", street="st"),
    Party(who="street", id="st", name="st", street="st"),
)
KNOWN = {party.key: party for party in PARTIES}


def drill(*more: ev.Event, building: str | None = "tower", end: bool = True) -> DrillFacts:
    """Return a joint drill in which stations a and b were there."""
    place = DrillPlace(building=building) if building else DrillPlace(text="示例")
    plan = DrillPlan(name="示例联训", kind="joint", place=place)
    told = {"seq": 1, "by": HUB, "drill": "drl-1", "at": LATE}
    events: list[ev.Event] = [ev.DrillPlanned(plan=plan, **told), ev.DrillStarted(plan=plan, **told)]  # type: ignore[arg-type]
    events += [ev.DrillAttended(station=key, members=("m1",), **told) for key in ("a", "b")]  # type: ignore[arg-type]
    events += more
    events += [ev.DrillEnded(**(told | {"at": LATE.plus(3_600_000)}))] if end else []  # type: ignore[arg-type]
    return gather(events)["drl-1"]


def broken_off(station: str | None) -> ev.DrillBrokenOff:
    return ev.DrillBrokenOff(seq=1, by=HUB, drill="drl-1", at=LATE, station=station)


def paid(facts: DrillFacts) -> set[str] | None:
    held = as_held(facts, KNOWN, ZONE)
    return None if held is None else {key.id for key in held.parties}


def test_it_pays_for_the_stations_the_building_its_community_and_its_street() -> None:
    assert paid(drill()) == {"a", "b", "tower", "c1", "st"}


def test_without_a_building_it_pays_where_all_of_the_stations_are_at_home() -> None:
    assert paid(drill(building=None)) == {"a", "b", "st"}, "two communities: nobody says in which of them it was"
    assert paid(drill(broken_off("b"), building=None)) == {"a", "c1", "st"}


def test_who_left_before_the_end_has_not_trained() -> None:
    assert paid(drill(broken_off("b"))) == {"a", "tower", "c1", "st"}


def test_what_did_not_end_or_was_broken_off_for_all_pays_nothing() -> None:
    assert paid(drill(end=False)) is None
    assert paid(drill(broken_off(None))) is None


def test_the_day_is_the_district_s() -> None:
    held = as_held(drill(), KNOWN, ZONE)
    assert held is not None
    assert held.day == date(2026, 11, 30)


def test_the_report_counts_who_owes_who_paid_and_whom_nobody_can_tell() -> None:
    calendar = Calendar(read_training(), PARTIES)
    report = training_report(calendar, [drill()], ZONE, from_day=date(2026, 11, 1), day=date(2026, 11, 30))
    by_duty = {each.duty: (each.parties, each.met, each.open) for each in report.duties}
    assert by_duty == {
        "key-unit": (1, 1, 0),
        "community": (2, 1, 1),
        "residents": (2, 1, 1),
        "street": (1, 1, 0),
        "high-rise": (1, 1, 0),
        "no-notice": (2, 0, 2),
    }
    assert [each.paid_for for each in report.held] == [
        tuple(sorted(key for key in KNOWN if key.id in {"a", "b", "tower", "c1", "st"}))
    ]
    assert (report.unknown, report.areas_known) == (1, True)
    assert {debt.party for debt in report.owed} == {
        PartyKey("station", "a"),
        PartyKey("station", "b"),
        PartyKey("community", "c2"),
    }


def test_a_drill_of_another_month_pays_but_is_not_listed() -> None:
    calendar = Calendar(read_training(), PARTIES)
    report = training_report(calendar, [drill()], ZONE, from_day=date(2026, 12, 1), day=date(2026, 12, 5))
    assert report.held == ()
    assert next(each.met for each in report.duties if each.duty == "street") == 1
