"""Post checks (查岗): called by a person or drawn by rule, answered, missed, or excused; never while a crew is out."""

from __future__ import annotations

from datetime import date, timedelta

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide import post_ladder
from dispatch.core.decide.duty import known_station
from dispatch.core.decide.step import Step
from dispatch.core.errors import NotFound, WrongState
from dispatch.core.evolve.duty import post_of
from dispatch.core.instant import read_time
from dispatch.core.posts import turns_of, zone_of
from dispatch.core.reach import Reach
from dispatch.core.reasons import (
    ByPerson,
    HubAway,
    NobodyAnswered,
    NobodyOnDuty,
    OrderStands,
    OtherCheck,
    OtherCheckThen,
    Reason,
    reason_fields,
)
from dispatch.core.world import Assignment, Check, World
from stations.duty.draws import windows_on
from stations.duty.shifts import local_day

DRAWN_LATE_AT_MOST_MS = 3_600_000
"""A drawn check that comes up later than that (the hub was away) is no check any more: it could ring at any hour."""


def call(step: Step, command: cmd.CheckCall, _reach: Reach) -> None:
    """A person asks whether a station is there."""
    station = known_station(step, command.station)
    running = step.world.checks_of.get(station)
    if running is not None:
        raise WrongState(f"station {station} has check {running} already; wait for its outcome")
    order = order_of(step.world, station)
    if order is not None:
        raise WrongState(f"a crew of station {station} has an order ({order.id}); check its post when it is back")
    _call(step, station, drawn=None, reason=command.reason)


def answer(step: Step, command: cmd.CheckAnswer, _reach: Reach) -> None:
    """Somebody is there; after a miss it stays a miss, but the ladder ends."""
    check = _running(step, command.check)
    if check.missed_at is None and step.now > check.due_at:
        # The hub noticed the end of the time later than the answer came: that makes the answer no earlier.
        _miss(step, check, step.now - check.due_at)
        check = _running(step, command.check)
    step.emit(
        ev.CheckAnswered,
        to=(check.station,),
        check=check.id,
        station=check.station,
        took_ms=step.now - check.called_at,
        # A miss and an answer within one millisecond: the miss was first, and stays.
        late_ms=0 if check.missed_at is None else max(1, step.now - check.due_at),
        strength=command.strength,
        note=command.note,
        occurred_at=read_time(command.occurred_at),
    )


def excuse(step: Step, command: cmd.CheckExcuse, _reach: Reach) -> None:
    """A person lets a check not count."""
    check = _running(step, command.check)
    if check.missed_at is not None:
        raise WrongState(f"check {check.id} was missed at {check.missed_at}; a miss stays in the record")
    step.emit(
        ev.CheckExcused,
        to=(check.station,),
        check=check.id,
        station=check.station,
        reason=command.reason,
        because=ByPerson(words=command.reason),
    )


def draw(step: Step, station: str, day: str, command: cmd.DeadlineDue) -> None:
    """A drawn check comes up: call it, put it off, or let it go."""
    rules, order = step.world.settings.checks, order_of(step.world, station)
    if step.now - command.due_at > DRAWN_LATE_AT_MOST_MS:
        _skip(step, station, max(day, _yesterday(step)), HubAway())
    elif all(unit in step.world.off_duty for unit in step.world.units_of.get(station, ())):
        _skip(step, station, day, NobodyOnDuty())
    elif order is None and station not in step.world.checks_of:
        _call(step, station, drawn=day, reason=None)
    elif _may_ring(step, day, step.now + rules.postpone_s * 1000):
        why = reason_fields(OtherCheck() if order is None else OrderStands(assignment=order.id))
        until = step.now.plus(rules.postpone_s * 1000)
        step.emit(ev.CheckPostponed, station=station, drawn=day, until=until, **why)
    else:
        _skip(step, station, day, OtherCheckThen() if order is None else OrderStands(assignment=order.id))


def miss(step: Step, check: Check, command: cmd.DeadlineDue) -> None:
    """Nobody answered in time."""
    _miss(step, check, step.now - command.due_at)


def climb(step: Step, check: Check, number: int, command: cmd.DeadlineDue) -> None:
    """Do what the ladder of a missed check says next."""
    rung = step.world.settings.checks.ladder[number]
    acted = post_ladder.act(step, check.station, rung.action, text=f"{check.station} {check.shift} check_missed")
    step.emit(
        ev.CheckClimbed,
        to=(check.station,) if acted.told is None else (check.station, acted.told),
        check=check.id,
        station=check.station,
        rung=number,
        action=rung.action,
        outcome=acted.outcome,
        told=acted.told,
        fired_late_ms=step.now - command.due_at,
    )


def end(step: Step, check: Check) -> None:
    """Nobody answered at all."""
    why = reason_fields(NobodyAnswered())
    step.emit(ev.CheckEnded, to=(check.station,), check=check.id, station=check.station, **why)


def draw_seed(step: Step, command: cmd.DrawSeed, _reach: Reach) -> None:
    """Write down chance from outside."""
    step.emit(ev.SeedDrawn, purpose=command.purpose, seed=command.seed)


def order_of(world: World, station: str) -> Assignment | None:
    """Return a standing order of one of the station's units, an exercise's too; None where all wait."""
    active = (each for unit in world.units_of.get(station, ()) for each in world.active_of_unit(unit))
    return next(active, None)


def _miss(step: Step, check: Check, late_ms: int) -> None:
    step.emit(ev.CheckMissed, to=(check.station,), check=check.id, station=check.station, fired_late_ms=late_ms)


def _call(step: Step, station: str, *, drawn: str | None, reason: str | None) -> None:
    step.emit(
        ev.CheckCalled,
        to=(station,),
        check=step.new_id("chk"),
        station=station,
        due_at=step.now.plus(step.world.settings.checks.answer_within_s * 1000),
        shift=_shift_now(step, station),
        drawn=drawn,
        reason=reason,
    )


def _skip(step: Step, station: str, day: str, because: Reason) -> None:
    """A drawn check never rang: nobody but the centre hears of it."""
    step.emit(ev.CheckExcused, check=step.new_id("chk"), station=station, drawn=day, **reason_fields(because))


def _running(step: Step, key: str) -> Check:
    check = step.world.checks.get(key)
    if check is None:
        raise NotFound(f"there is no running check {key}; it has its outcome, or never was")
    return check


def _shift_now(step: Step, station: str) -> str:
    """Return the name of the shift on post: who took over, else whom the roster names, else nothing."""
    teams = [each for each in post_of(step.world, station).teams if each.until is None or each.until > step.now]
    if teams:
        return teams[-1].shift
    turns = turns_of(step.world, station, step.now)
    return turns[-1].shift if turns else ""


def _may_ring(step: Step, day: str, at_ms: int) -> bool:
    """Whether a check that was drawn for a day may still ring at an instant."""
    windows = windows_on(date.fromisoformat(day), step.world.settings.checks, zone_of(step.world))
    return any(begins_ms <= at_ms < ends_ms for begins_ms, ends_ms in windows)


def _yesterday(step: Step) -> str:
    return (local_day(step.now, zone_of(step.world)) - timedelta(days=1)).isoformat()


def excuse_for(step: Step, station: str, because: Reason) -> None:
    """Let a station's running check go in the same decision; a miss stays a miss, only its ladder ends."""
    key = step.world.checks_of.get(station)
    if key is None:
        return
    kind = ev.CheckExcused if step.world.checks[key].missed_at is None else ev.CheckEnded
    step.emit(kind, to=(station,), check=key, station=station, **reason_fields(because))
