"""H2: hub time goes back to where it should be, once and by an event, and nothing that goes on is lost with it."""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import armed, next_due
from dispatch.core.evolve import fold
from dispatch.core.instant import Instant
from dispatch.core.state import to_state, to_world
from dispatch.core.vocabulary import By, ClosureArea
from dispatch.writer.schedule import Schedule
from stations.duty.shifts import Roster, RosterRow
from tests.unit.core.world_builder import NOON, Town, at, only

PHONE = By(role="station", name="示例 phone", station="m1")
YEARS_MS = 74 * 365 * 24 * 3_600_000


def ahead(ms: int = YEARS_MS) -> Town:
    """Return a busy town whose clock ran ahead since noon."""
    t = Town().station("m1", 1).station("m2", 2).engine("f1", 3)
    rows = (RosterRow(id="r", station="m1", shift="day", members=("a",)),)
    t.do(cmd.ChangeRegistry(rosters=(Roster(station="m1", rows=rows),)))
    t.now = t.now.plus(ms)
    t.do(cmd.DutyTakeOver(station="m1", shift="day", members=("a",)), by=PHONE)
    t.alarm(at(0))
    t.do(cmd.Deliver(station="m1", seen_seq=t.world.seq), by=PHONE)
    t.do(cmd.AssignmentAcknowledge(assignment=t.order("m1-1").id), by=PHONE)
    return t


def restate(t: Town, seconds: float = 600) -> tuple[ev.Event, ...]:
    """Put the clock right: it is so many seconds after noon."""
    t.now = NOON.plus(round(seconds * 1000))
    return t.do(cmd.RestateClock(month="11", last_number=7))


def times_of(value: object) -> list[Instant]:
    """Return every instant in a value."""
    if isinstance(value, Instant):
        return [value]
    if isinstance(value, dict):
        return [each for inner in value.values() for each in times_of(inner)]
    if isinstance(value, (tuple, list)):
        return [each for inner in value for each in times_of(inner)]
    fields = getattr(value, "__struct_fields__", ())
    return [each for name in fields for each in times_of(getattr(value, name))]


def test_h2_hub_time_goes_back_by_one_event_that_says_from_where() -> None:
    t = ahead()
    stood_at = t.world.at
    told = only(restate(t), ev.ClockRestated)
    assert (told.before, told.at, t.world.at) == (stood_at, NOON.plus(600_000), NOON.plus(600_000))
    assert t.world.restated == (told.seq,)


def test_h2_what_goes_on_goes_on_and_nothing_is_dated_ahead() -> None:
    t = ahead()
    order = t.order("m1-1")
    restate(t)
    now = t.world.assignments[order.id]
    assert (now.assigned_at, now.acknowledged_at) == (t.now, t.now)
    state = to_state(t.world)
    assert max(times_of(state)) <= t.now.plus(24 * 3_600_000)
    (team,) = t.world.posts["m1"].teams
    assert (team.members, team.until) == (("a",), None), "who is on post stays there until the next take over"


def test_h2_promises_run_anew_and_the_next_shift_is_expected() -> None:
    t = ahead()
    order = t.order("m1-1")
    restate(t)
    due = armed(t.world, order.id)
    assert due
    assert min(each.due_at for each in due) > t.now
    assert [each.key for each in armed(t.world, "post:m1")] == ["shift:1795392000000"], "tomorrow at eight"


def test_h2_what_was_still_to_come_comes_as_long_from_now_and_the_calendar_stays() -> None:
    t = ahead(3_600_000)
    until = Instant(t.now + 5 * 24 * 3_600_000)
    t.press(cmd.RoadClose(area=ClosureArea(lon=106.57, lat=29.56, radius_m=100), until=str(until)))
    t.station("m9", 40)
    check = only(t.press(cmd.CheckCall(station="m9")), ev.CheckCalled)
    t.now = t.now.plus(20_000)
    t.do(cmd.NoteDrift(drift_ms=-3_600_000))
    restate(t)
    assert t.world.checks[check.check].due_at == t.now.plus(check.due_at - check.at - 20_000)
    (closure,) = t.world.closures.values()
    assert closure.until == until, "somebody named that day"


def test_h2_the_next_incident_gets_the_next_number_of_its_month() -> None:
    t = ahead()
    restate(t)
    assert only(t.alarm(at(9)), ev.IncidentOpened).number == "11-0008"


def test_h2_a_clock_that_is_not_ahead_restates_nothing() -> None:
    t = Town().station("m1", 1)
    t.now = t.now.plus(1000)
    assert t.do(cmd.RestateClock(month="11", last_number=7)) == ()


def test_h2_it_follows_from_the_record_and_from_its_snapshot() -> None:
    t = ahead()
    restate(t)
    assert fold(t.record) == t.world
    assert to_world(to_state(t.world)) == t.world
    assert Schedule(t.world).first() == next_due(t.world)
