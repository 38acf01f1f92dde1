"""The district's month: where it begins and ends, what belongs to it, false alarms by device, post checks."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import Unusable
from dispatch.core.instant import Instant, from_text
from dispatch.core.vocabulary import HUB
from dispatch.past.reports.month import Month, MonthReport
from dispatch.past.reports.month_book import MonthBook
from dispatch.past.reports.page import month_page
from tests.unit.core.world_builder import NOON, Town, at, only

ZONE = "Asia/Shanghai"
NOVEMBER = Month.read("2026-11", ZONE)


def town() -> Town:
    return Town().station("a", 0).station("b", 1).station("e", 2, kind="fire", mode="engine")


def report(of: Town, month: Month = NOVEMBER) -> MonthReport:
    book = MonthBook(month)
    for event in of.record:
        book.enter(event)  # type: ignore[arg-type] # a town's record holds what can be stored
    return book.close(of.world, as_of=of.now, head="0:00")


def burn(of: Town, steps: float = 0.2, **more: object) -> str:
    return only(of.alarm(at(steps), **more), ev.IncidentOpened).incident  # type: ignore[arg-type] # fields of an alarm


def test_a_month_is_of_the_district_s_clock() -> None:
    assert NOVEMBER.from_at == from_text("2026-11-01T00:00:00+08:00")
    assert NOVEMBER.until_at == from_text("2026-12-01T00:00:00+08:00")
    assert Month.read("2026-12", ZONE).until_at == from_text("2027-01-01T00:00:00+08:00")


@pytest.mark.parametrize("text", ["2026-13", "2026", "November", "2026-11-01", "9999-12"])
def test_what_is_no_month_is_said(text: str) -> None:
    with pytest.raises(Unusable, match="write it as 2026-11"):
        Month.read(text, ZONE)


def test_an_incident_belongs_to_the_month_it_opened_in_and_is_followed_to_its_end() -> None:
    t = town()
    t.now = Instant(NOVEMBER.until_at - 30_000)
    incident = burn(t)
    t.wait(60)
    t.press(cmd.AssignmentArrive(assignment=t.order("a-1").id))
    t.press(cmd.IncidentClose(incident=incident))
    november, december = report(t), report(t, Month.read("2026-12", ZONE))
    assert (november.operations.incidents, december.operations.incidents) == (1, 0)
    (arrival,) = (each for each in november.operations.spreads if (each.start, each.end) == ("opened", "on_scene"))
    assert arrival.p50_ms == 60_000
    assert november.complete


def test_while_something_is_open_the_month_is_not_complete() -> None:
    t = town()
    burn(t)
    t.now = Instant(NOVEMBER.until_at + 1)
    assert not report(t).complete
    assert report(t).operations.open == 1


def test_tests_are_in_no_figure() -> None:
    t = town()
    burn(t, test=True)
    found = report(t)
    assert (found.tests, found.operations.incidents, found.operations.alarms) == (1, 0, 0)


def test_false_alarms_are_counted_by_the_device_that_raised_them() -> None:
    t = town()
    for _ in range(2):
        t.press(cmd.IncidentFalseAlarm(incident=burn(t, device="d-1"), reason="false_cooking"))
        t.wait(7200)
    t.press(cmd.IncidentClose(incident=burn(t, device="d-1")))
    t.press(cmd.IncidentClose(incident=burn(t, 5.0, device="d-2")))
    (line,) = report(t).operations.devices
    assert (line.device, line.alarms, line.false, line.reasons) == ("d-1", 3, 2, {"false_cooking": 2})


def test_an_alarm_is_false_with_the_incident_that_it_was_merged_into() -> None:
    t = town()
    first, second = burn(t, 0.2, device="d-1"), burn(t, 6.0, device="d-2")
    t.press(cmd.IncidentMerge(incident=second, into=first))
    t.press(cmd.IncidentFalseAlarm(incident=first, reason="false_equipment"))
    found = report(t).operations
    assert (found.incidents, found.merged, found.closings) == (1, 1, {"false_equipment": 1})
    assert {line.device for line in found.devices} == {"d-1", "d-2"}


def test_a_check_counts_in_the_month_in_which_it_was_called() -> None:
    book = MonthBook(NOVEMBER)
    common: dict[str, Any] = {"seq": 1, "by": HUB, "station": "a"}
    last, after = Instant(NOVEMBER.until_at - 1), NOVEMBER.until_at.plus(60_000)
    book.enter(ev.CheckCalled(at=last, check="chk-1", due_at=after, **common))
    book.enter(ev.CheckCalled(at=after, check="chk-2", due_at=after, **common))
    before = book.complete
    for key in ("chk-1", "chk-2"):
        book.enter(ev.CheckAnswered(at=after, check=key, took_ms=60_001, late_ms=0, **common))
    assert (before, book.complete) == (False, True), "its answer was still to come"
    (row,) = book.close(town().world, as_of=NOON, head="0:00").checks
    assert (row.called, row.answered, row.answer.p99_ms) == (1, 1, 60_001)


# --- what came of them ---


def test_the_month_counts_fires_the_dead_and_the_share_of_false_alarms() -> None:
    of = town()
    fire, nothing, cooking = burn(of), burn(of, 2.2, device="d-2"), burn(of, 4.2, device="d-3")
    of.press(cmd.IncidentClose(incident=fire))
    of.press(cmd.IncidentRecordOutcome(incident=fire, cause="electrical", dead=1, injured=2, loss_yuan=3000))
    of.press(cmd.IncidentClose(incident=nothing))
    of.press(cmd.IncidentRecordOutcome(incident=nothing, cause="no_fire"))
    of.press(cmd.IncidentFalseAlarm(incident=cooking, reason="false_cooking"))
    found = report(of).operations.result
    assert (found.fires, found.dead, found.injured, found.loss_yuan) == (1, 1, 2, 3000)
    assert (found.false_alarms, found.closed, found.without_outcome) == (1, 3, 0)
    assert found.false_rate == pytest.approx(1 / 3)


def test_nobody_who_died_in_a_fire_that_was_two_incidents_is_counted_twice() -> None:
    of = town()
    one, other = burn(of), burn(of, 2.2, device="d-2")
    for each in (one, other):
        of.press(cmd.IncidentRecordOutcome(incident=each, dead=1))
    of.press(cmd.IncidentMerge(incident=other, into=one))
    assert report(of).operations.result.dead == 1


def test_a_correction_counts_in_the_month_of_the_fire_and_a_fire_without_an_outcome_is_said() -> None:
    of = town()
    fire = burn(of)
    of.press(cmd.IncidentClose(incident=fire))
    assert report(of).operations.result.without_outcome == 1
    of.press(cmd.IncidentRecordOutcome(incident=fire, dead=1))
    of.press(cmd.IncidentRecordOutcome(incident=fire, dead=0, injured=1))
    found = report(of).operations.result
    assert (found.dead, found.injured, found.without_outcome) == (0, 1, 0)


def test_a_book_is_not_finished_while_an_outcome_may_still_be_corrected() -> None:
    of = town()
    of.press(cmd.IncidentClose(incident=burn(of)))
    book = MonthBook(NOVEMBER)
    for event in of.record:
        book.enter(event)  # type: ignore[arg-type] # as above
    book.pass_to(NOVEMBER.until_at)
    assert not book.complete
    of.wait(25 * 3600)
    for event in of.record:
        book.enter(event)  # type: ignore[arg-type] # as above
    book.pass_to(NOVEMBER.until_at)
    assert book.complete


def test_the_same_month_a_year_before_is_told_beside_it_and_where_the_record_does_not_reach_it_is_said() -> None:
    earlier = NOVEMBER.year_before("Asia/Shanghai")
    assert earlier is not None
    assert earlier.name == "2025-11"
    assert Month.ever().year_before("Asia/Shanghai") is None, "a span that is no month has none"
    of = town()
    of.press(cmd.IncidentClose(incident=burn(of)))
    now = report(of)
    page = month_page(now, "en", names={})
    assert "the record does not reach that month" in page
    before = replace(now.operations.result, fires=2, false_alarms=1, false_rate=0.5)
    page = month_page(replace(now, year_before=before), "en", names={})
    assert "−50.0 %" in page
    assert "same month a year before" in page
