"""Post checks counted by station and shift: one outcome each, and times of answers in time alone."""

from __future__ import annotations

import numpy as np

from dispatch.core import commands as cmd
from dispatch.core.vocabulary import By
from dispatch.past.reports.posts import checks_by_shift
from tests.unit.core.world_builder import Town, at

ANSWERED_S = (5, 9, 42, 170)


def played() -> Town:
    """Return a town in which one station answered four checks, missed two (one answered late) and was excused once."""
    t = Town().station("m1", 1).station("m2", 2).engine("f1", 3)
    phone = By(role="station", name="示例 phone", station="m1")
    t.do(cmd.DutyTakeOver(station="m1", shift="night", strength=3), by=phone)
    for after_s in (*ANSWERED_S, 300):
        t.press(cmd.CheckCall(station="m1"))
        t.wait(after_s)
        t.do(cmd.CheckAnswer(check=t.world.checks_of["m1"]), by=phone)
    t.press(cmd.CheckCall(station="m1"))
    t.wait(4000)
    t.press(cmd.CheckCall(station="m1"))
    t.alarm(at(0))
    t.press(cmd.IncidentClose(incident=t.incident().id))
    t.press(cmd.CheckCall(station="m2"))
    return t


def test_every_check_is_counted_once() -> None:
    mine, theirs = checks_by_shift(played().record)
    assert (mine.station, mine.shift) == ("m1", "night")
    assert (mine.called, mine.answered, mine.missed, mine.excused, mine.open) == (7, 4, 2, 1, 0)
    assert mine.answered_late == 1
    assert (theirs.station, theirs.shift, theirs.called, theirs.open) == ("m2", "", 1, 1)


def test_the_share_is_of_those_that_count() -> None:
    mine, theirs = checks_by_shift(played().record)
    assert mine.share == 4 / 6
    assert theirs.share is None


def test_the_times_are_those_of_the_answers_in_time() -> None:
    mine, _ = checks_by_shift(played().record)
    expected = np.percentile([seconds * 1000 for seconds in ANSWERED_S], [50, 90, 99])
    assert [mine.answer.p50_ms, mine.answer.p90_ms, mine.answer.p99_ms] == list(expected)


def test_a_record_without_checks_has_no_figures() -> None:
    assert checks_by_shift(Town().record) == ()
