"""Which duties a drill of the record pays: of who stayed to the end, and of the place where it was."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dispatch.core import events as ev
from dispatch.core.instant import from_text
from dispatch.core.vocabulary import HUB, Place
from dispatch.past.drills.facts import DrillFacts, gather
from dispatch.past.reports.training import as_held, training_report, unpaid
from stations.drills.model import DrillKind, DrillPlace, DrillPlan
from stations.training.calendar import Calendar
from stations.training.model import Party, PartyKey
from stations.training.reading import read_training

ZONE = ZoneInfo("Asia/Shanghai")
LATE = from_text("2026-11-30T23:30:00+08:00")
PARTIES = (
    Party(who="station", id="a", name="示例甲", kind="micro_unit", community="c1", street="st"),
    Party(who="station", id="b", name="示例乙", kind="micro_community", community="c2", street="st"),
    Party(who="station", id="fire", name="示例消防站", kind="fire", community="c1", street="st"),
    Party(who="building", id="tower", name="示例楼", kind="住宅", height_m=80.0, community="c1", street="st"),
    Party(who="building", id="unknown", name="示例楼2", kind="住宅"),
    Party(who="community", id="c1", name="c1", community="c1", street="st"),
    Party(who="community", id="c2", name="c2", community="c2", street="st"),
    Party(who="street", id="st", name="st", street="st"),
)
KNOWN = {party.key: party for party in PARTIES}


def drill(
    *more: ev.Event,
    building: str | None = "tower",
    end: bool = True,
    signed: bool = True,
    there: tuple[str, ...] = ("a", "b", "fire"),
    kind: DrillKind = "joint",
    unannounced: bool = False,
) -> DrillFacts:
    """Return a signed drill, joint if nothing else is said, in which these stations were there."""
    place = DrillPlace(building=building) if building else DrillPlace(text="示例")
    plan = DrillPlan(name="示例联训", kind=kind, place=place, unannounced=unannounced)
    told = {"seq": 1, "by": HUB, "drill": "drl-1", "at": LATE}
    events: list[ev.Event] = [ev.DrillPlanned(plan=plan, **told), ev.DrillStarted(plan=plan, **told)]  # type: ignore[arg-type]
    opened = told | {
        "incident": "inc-1",
        "exercise": True,
        "number": "1",
        "kind": "smoke",
        "grade": 1,
        "place": Place(),
    }
    events += [ev.IncidentOpened(**opened)]  # type: ignore[arg-type]
    events += [ev.DrillAttended(station=key, members=("m1",), **told) for key in there]  # type: ignore[arg-type]
    events += more
    over = told | {"at": LATE.plus(3_600_000)}
    events += [ev.DrillEnded(**over)] if end else []  # type: ignore[arg-type]
    events += [ev.DrillSignedOff(**over)] if end and signed else []  # type: ignore[arg-type]
    return gather(events)["drl-1"]


def broken_off(station: str | None) -> ev.DrillBrokenOff:
    return ev.DrillBrokenOff(seq=1, by=HUB, drill="drl-1", at=LATE, station=station)


def of_order(station: str) -> dict[str, Any]:
    key = f"asg-{station}"
    return {
        "seq": 1,
        "by": HUB,
        "exercise": True,
        "incident": "inc-1",
        "assignment": key,
        "station": station,
        "unit": key,
    }


def order(station: str) -> ev.AssignmentAssigned:
    return ev.AssignmentAssigned(
        **of_order(station), at=LATE, mode="foot", eta_s=60.0, legs=None, reason="示例", targets=(), number="1",
        kind="smoke", place=Place(), grade=1, record=ev.RecordSoFar(alarms=(), notes=(), going=()),
    )  # fmt: skip


def reached(station: str, step: type[ev.MilestoneEvent], after_ms: int) -> ev.Event:
    return step(**of_order(station), at=LATE.plus(after_ms))


def paid(facts: DrillFacts) -> set[str] | None:
    held = as_held(facts, KNOWN, ZONE)
    return None if held is None else {key.id for key in held.parties}


def test_it_pays_for_the_stations_the_building_its_community_and_its_street() -> None:
    assert paid(drill()) == {"a", "b", "fire", "tower", "c1", "st"}


def test_without_a_building_it_pays_where_all_of_the_stations_are_at_home() -> None:
    assert paid(drill(building=None)) == {"a", "b", "fire", "st"}, (
        "two communities: nobody says in which of them it was"
    )
    assert paid(drill(broken_off("b"), building=None)) == {"a", "fire", "c1", "st"}


def test_who_left_before_the_end_has_not_trained() -> None:
    assert paid(drill(broken_off("b"))) == {"a", "fire", "tower", "c1", "st"}


def test_what_did_not_end_or_was_broken_off_for_all_pays_nothing() -> None:
    assert paid(drill(end=False)) is None
    assert paid(drill(broken_off(None))) is None


def test_a_joint_drill_without_the_brigade_pays_nothing() -> None:
    held = drill(there=("a", "b"))
    assert (paid(held), unpaid(held, KNOWN)) == (None, "without_brigade")


def test_a_brigade_that_left_for_a_fire_before_the_end_has_not_trained_with_anybody() -> None:
    held = drill(broken_off("fire"))
    assert (paid(held), unpaid(held, KNOWN)) == (None, "without_brigade")


def test_a_drill_that_asks_for_no_brigade_is_paid_without_one() -> None:
    assert paid(drill(there=("a",), kind="fire_attack")) == {"a", "tower", "c1", "st"}


def test_nothing_is_paid_before_a_commander_has_signed() -> None:
    held = drill(signed=False)
    assert (paid(held), unpaid(held, KNOWN)) == (None, "not_signed")


def test_an_order_that_nobody_followed_is_no_training() -> None:
    ordered = [order(key) for key in ("a", "b", "fire")]
    held = drill(*ordered, there=())
    assert (held.called, held.trained) == (("a", "b", "fire"), ())
    assert (paid(held), unpaid(held, KNOWN)) == (None, "nobody_came")


def test_who_came_before_the_end_took_part_and_who_came_after_it_or_only_answered_did_not() -> None:
    came = [order("a"), reached("a", ev.AssignmentOnScene, 300_000)]
    answered = [order("b"), reached("b", ev.AssignmentAcknowledged, 8_000)]
    late = [order("fire"), reached("fire", ev.AssignmentOnScene, 3_600_001)]
    held = drill(*came, *answered, *late, there=(), kind="fire_attack")
    assert held.trained == ("a",)
    assert paid(held) == {"a", "tower", "c1", "st"}


def test_who_left_the_house_has_turned_out() -> None:
    moved = [order("a"), reached("a", ev.AssignmentEnRoute, 40_000), order("b")]
    held = drill(*moved, there=(), kind="no_notice", unannounced=True)
    assert paid(held) == {"a", "tower", "c1", "st"}


def test_a_turnout_that_everybody_knew_of_is_none_without_notice() -> None:
    held = drill(kind="no_notice")
    assert (paid(held), unpaid(held, KNOWN)) == (None, "announced")


def test_the_report_lists_what_was_held_and_says_why_it_paid_nothing() -> None:
    calendar = Calendar(read_training(), PARTIES)
    report = training_report(calendar, [drill(signed=False)], ZONE, from_day=None, day=date(2026, 11, 30))
    assert [(each.unpaid, each.paid_for, each.stations) for each in report.held] == [("not_signed", (), 3)]
    assert {each.duty for each in report.duties if each.met} == set()


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
        tuple(sorted(key for key in KNOWN if key.id in {"a", "b", "fire", "tower", "c1", "st"}))
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
