"""Duty: units on and off, shifts handed over and taken over, and what the hub itself notes of a post."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide import post_ladder
from dispatch.core.decide.step import Step
from dispatch.core.decide.unknown import no_station, no_unit
from dispatch.core.errors import Unusable, WrongState
from dispatch.core.evolve.duty import post_of
from dispatch.core.instant import Instant
from dispatch.core.posts import turns_of, zone_of
from dispatch.core.reach import Reach
from dispatch.core.world import HandOver
from stations.duty.shifts import Turn, next_turn
from stations.model import Unit

PLAYED_LATE_AT_MOST_MS = 3_600_000
"""A shift that is over and that the hub comes to later than this is not played any more: it was away."""


def duty_on(step: Step, command: cmd.DutyOn, _reach: Reach) -> None:
    """Be there for orders again."""
    unit = unit_of(step, command.unit)
    says_more = bool(command.members) or command.strength is not None
    if unit.id not in step.world.off_duty and not says_more:
        raise WrongState(f"{unit.name} is on duty")
    _change_duty(step, unit, command, on=True)


def duty_off(step: Step, command: cmd.DutyOff, _reach: Reach) -> None:
    """Take no orders; what it has already stays its own."""
    unit = unit_of(step, command.unit)
    if unit.id in step.world.off_duty:
        raise WrongState(f"{unit.name} is off duty")
    _change_duty(step, unit, command, on=False)


def hand_over(step: Step, command: cmd.DutyHandOver, _reach: Reach) -> None:
    """Say who has the next shift; it is theirs once they take it over."""
    station = known_station(step, command.station)
    turn = _turn_for(step, station, command.shift)
    members = command.members or (turn.members if turn is not None else ())
    begins_at = None if turn is None else Instant(turn.begins_ms)
    step.emit(
        ev.DutyHandedOver,
        to=(station,),
        station=station,
        shift=command.shift,
        members=members,
        due_at=Instant(max(step.now, begins_at or 0) + step.world.settings.duty.take_over_within_s * 1000),
        begins_at=begins_at,
        ends_at=None if turn is None else Instant(turn.ends_ms),
        note=command.note,
    )


def take_over(step: Step, command: cmd.DutyTakeOver, _reach: Reach) -> None:
    """Be the shift that is on post from now on."""
    station = known_station(step, command.station)
    waiting = post_of(step.world, station).hand_over
    if waiting is not None and command.shift not in (None, waiting.shift):
        waiting = None
    turn = None if waiting is not None else _turn_for(step, station, command.shift)
    if waiting is None and turn is not None:
        waiting = _as_hand_over(turn)
    shift = command.shift or (waiting.shift if waiting is not None else None)
    if shift is None:
        raise Unusable("no shift was handed over and the roster has none now; name the shift that is taken over")
    members = command.members
    if members is None:
        members = waiting.members or (_rostered(step, station, shift)) if waiting is not None else ()
    strength = command.strength if command.strength is not None else len(members)
    if strength == 0:
        raise Unusable(
            "nobody takes over: name the members, or say how many are on post (strength)",
            zh="没有人接班：请写明人员，或实到人数。",
            at="strength",
        )
    step.emit(
        ev.DutyTakenOver,
        to=(station,),
        station=station,
        shift=shift,
        members=members,
        strength=strength,
        begins_at=waiting.begins_at if waiting is not None else None,
        ends_at=waiting.ends_at if waiting is not None else None,
        note=command.note,
    )


def record_presence(step: Step, command: cmd.RecordPresence, _reach: Reach) -> None:
    """Write down what is true of a station's clients, where it is another thing than before."""
    if command.station not in step.world.stations:
        return
    known = post_of(step.world, command.station).presence
    now = (command.present, command.hidden, command.sound, command.battery)
    if known is not None and (known.present, known.hidden, known.sound, known.battery) == now:
        return
    step.emit(
        ev.PresenceChanged,
        to=(command.station,),
        station=command.station,
        present=command.present,
        hidden=command.hidden,
        sound=command.sound,
        battery=command.battery,
    )


def record_assessment(step: Step, command: cmd.RecordAssessment, _reach: Reach) -> None:
    """Write down what norms and registry say of a station, where that changed."""
    station = command.station
    post = post_of(step.world, station)
    known, now = (post.minimum, post.faults, post.not_counted), (command.minimum, command.faults, command.not_counted)
    if station in step.world.stations and known != now:
        step.emit(
            ev.PostJudged,
            to=(station,),
            station=station,
            minimum=command.minimum,
            faults=command.faults,
            not_counted=command.not_counted,
        )


def miss_take_over(step: Step, station: str, command: cmd.DeadlineDue) -> None:
    """Nobody took over what was handed over."""
    waiting = post_of(step.world, station).hand_over
    if waiting is not None:
        _say_overdue(step, station, waiting, command)


def miss_shift(step: Step, station: str, begins_ms: int, command: cmd.DeadlineDue) -> None:
    """Nobody took over a rostered shift. Of what nobody can take over any more, because the hub noticed it so late that
    the shift is over, all is said at once."""
    roster, shifts = step.world.rosters[station], step.world.settings.duty.shifts
    turn = next_turn(roster, shifts, begins_ms - 1, zone_of(step.world))
    if turn is None:
        return
    late_ms = step.now - turn.begins_ms - step.world.settings.duty.take_over_within_s * 1000
    if late_ms > PLAYED_LATE_AT_MOST_MS and turn.ends_ms <= step.now:
        in_progress = turns_of(step.world, station, step.now)
        until = Instant(in_progress[0].begins_ms) if in_progress else step.now
        step.emit(ev.DutyUnwatched, to=(station,), station=station, since=Instant(turn.begins_ms), until=until)
    else:
        _say_overdue(step, station, replace(_as_hand_over(turn), due_at=command.due_at), command)


def climb(step: Step, station: str, number: int, command: cmd.DeadlineDue) -> None:
    """Do what the hand-over's ladder says next."""
    waiting = post_of(step.world, station).hand_over
    if waiting is None:
        return
    rung = step.world.settings.duty.ladder[number]
    acted = post_ladder.act(step, station, rung.action, text=f"{station} {waiting.shift} take_over_overdue")
    step.emit(
        ev.DutyClimbed,
        to=(station,) if acted.told is None else (station, acted.told),
        station=station,
        shift=waiting.shift,
        rung=number,
        action=rung.action,
        outcome=acted.outcome,
        told=acted.told,
        fired_late_ms=step.now - command.due_at,
    )


def unit_of(step: Step, key: str) -> Unit:
    """Return a unit. Raises `NotFound`."""
    unit = step.world.units.get(key)
    if unit is None:
        raise no_unit(step.world, key)
    return unit


def known_station(step: Step, key: str) -> str:
    """Return a station's id. Raises `NotFound`."""
    if key not in step.world.stations:
        raise no_station(step.world, key)
    return key


def _change_duty(step: Step, unit: Unit, command: cmd.DutyOn | cmd.DutyOff, *, on: bool) -> None:
    step.emit(
        ev.DutyChanged,
        to=(unit.station,),
        unit=unit.id,
        station=unit.station,
        on=on,
        members=command.members,
        strength=command.strength,
    )


def _say_overdue(step: Step, station: str, waiting: HandOver, command: cmd.DeadlineDue) -> None:
    step.emit(
        ev.DutyOverdue,
        to=(station,),
        station=station,
        shift=waiting.shift,
        due_at=command.due_at,
        begins_at=waiting.begins_at,
        ends_at=waiting.ends_at,
        fired_late_ms=step.now - command.due_at,
    )


def _turn_for(step: Step, station: str, shift: str | None) -> Turn | None:
    """Return the rostered shift that is meant: the next one where it is named or begins soon, else the one in
    progress."""
    roster = step.world.rosters.get(station)
    if roster is None:
        return None
    rules = step.world.settings.duty
    upcoming = next_turn(roster, rules.shifts, step.now, zone_of(step.world))
    candidates = [*reversed(turns_of(step.world, station, step.now))]
    if upcoming is not None and (shift == upcoming.shift or upcoming.begins_ms - step.now <= rules.early_s * 1000):
        candidates.insert(0, upcoming)
    return next((turn for turn in candidates if shift in (None, turn.shift)), None)


def _rostered(step: Step, station: str, shift: str) -> tuple[str, ...]:
    turn = _turn_for(step, station, shift)
    return turn.members if turn is not None else ()


def _as_hand_over(turn: Turn) -> HandOver:
    begins_at = Instant(turn.begins_ms)
    return HandOver(
        shift=turn.shift,
        members=turn.members,
        due_at=begins_at,
        begins_at=begins_at,
        ends_at=Instant(turn.ends_ms),
    )
