"""What a device says becomes conditions, and a fire an alarm: nothing else that a device says sends anybody.

The alarm comes first: whoever must hear of a fire waits for no bookkeeping. Everything else goes to the wall of
conditions, to the station that a rule names, and into the incident where one burns in the same building.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.alarms import Heard, hear, query as query_alarm, raise_alarm
from dispatch.core.decide.conditions import Change, Ended, change_of, chatters_until
from dispatch.core.decide.limits import Crossing
from dispatch.core.decide.states import signal_of
from dispatch.core.decide.step import Step
from dispatch.core.devices import FAULTS, QUIET_FAMILIES
from dispatch.core.indexes import building_key, realm_of
from dispatch.core.instant import Instant
from dispatch.core.known_devices import Known, describe
from dispatch.core.own_time import read_own_time
from dispatch.core.reach import Query, Reach
from dispatch.core.signal import Condition, Signal
from dispatch.core.vocabulary import Flag, Place
from dispatch.core.world import World

PANEL_PROTOCOLS = frozenset({"gb26875", "dc09"})
"""Ways in on which a panel speaks for its detectors."""


class HeardSignal(NamedTuple):
    """A signal held against what is known: what it changes, and its alarm as it was heard, where it is a fire."""

    signal: Signal
    change: Change
    alarm: Heard | None = None


def ask(world: World, command: cmd.SignalReceive, now: Instant) -> tuple[Query | None, HeardSignal]:
    """Return the travel times that a signal needs, where it is a fire, and what was found out to know that."""
    change = change_of(world, command.signal, now)
    alarm = alarm_of(world, command.signal, change)
    if alarm is None:
        return None, HeardSignal(command.signal, change)
    heard = hear(world, alarm, now)
    return query_alarm(world, heard), HeardSignal(command.signal, change, heard)


def receive(step: Step, command: cmd.SignalReceive, reach: Reach) -> None:
    """Write down what a signal changes; nothing where it changes nothing."""
    take(step, command.signal, reach, raw=command.raw)


def raise_alarm_or_state(step: Step, command: cmd.AlarmRaise, reach: Reach) -> None:
    """Raise an alarm; a sending that only says the state of a device is taken as that and sends nobody."""
    state = signal_of(command)
    if state is None:
        raise_alarm(step, command, reach)
    else:
        take(step, state, reach)


def take(step: Step, signal: Signal, reach: Reach, *, raw: int | None = None) -> None:
    """Take a signal in: its alarm first, then what was said, then what holds now."""
    heard = step.heard
    if isinstance(heard, HeardSignal) and heard.signal is signal:
        change, step.heard = heard.change, heard.alarm
    else:
        change = change_of(step.world, signal, step.now)
    if change.nothing:
        return
    incident = _raise(step, alarm_of(step.world, signal, change), reach)
    burning = incident or incident_in(step.world, change.known.building)
    if change.unknown:
        known = change.known
        step.emit(
            ev.DeviceUnknown,
            device=known.key,
            gateway=signal.gateway,
            address=signal.address,
            kind=signal.device_kind,
            text=signal.text,
        )
    _received(step, signal, change, raw, burning if _belongs(change, signal) else None)
    for condition in change.raised:
        raise_condition(step, signal, change.known, condition, incident if condition == "fire" else burning)
    for ended in change.ended:
        end_condition(step, ended)
    for crossing in change.crossed:
        cross(step, change.known, crossing, burning)


def alarm_of(world: World, signal: Signal, change: Change) -> cmd.AlarmRaise | None:
    """Return the alarm that a signal's fire raises; None where it raises none."""
    if change.alarm is None:
        return None
    known = change.known
    state = world.conditions.get(known.key)
    odd: tuple[Flag, ...] = ()
    if signal.test:
        odd += ("panel_test",)
    if state is not None and state.disabled is not None:
        odd += ("device_disabled",)
    return cmd.AlarmRaise(
        source=source_of(world, known, signal),
        kind=change.alarm,
        device=known.witness,
        device_kind=known.kind,
        place=place_of(known, signal.text),
        occurred_at=signal.occurred_at,
        note=signal.text or words_of(known, None),
        odd=odd,
        unread=signal.unread,
    )


def source_of(world: World, known: Known, signal: Signal) -> str:
    """Return the way in that an alarm names; of a mirror it is the mirrored device's, so that the two are one."""
    if known.family == "video":
        return "video"
    gateway = world.gateways.get(known.gateway)
    if known.witness != known.key:
        witness = world.devices.get(known.witness)
        gateway = world.gateways.get(witness.gateway or "") if witness is not None else gateway
    protocol = gateway.protocol if gateway is not None else signal.protocol
    return "panel" if protocol in PANEL_PROTOCOLS else "detector"


def place_of(known: Known, text: str | None) -> Place:
    """Return where a device is: by its row, else by its words, else by its gateway's building.

    What it is called is no part of where it is, once the building and the floor are known.
    """
    words = None if None not in (known.building, known.floor) else words_of(known, text)
    return Place(building=known.building, floor=known.floor, text=words)


def words_of(known: Known, text: str | None) -> str | None:
    """Return what a device is called: its name in the table, else what it says itself."""
    return known.name if known.row is not None and known.row.name else text


def incident_in(world: World, building: str | None) -> str | None:
    """Return the newest open incident of a building that is no test and no exercise; None where nothing burns."""
    if building is None:
        return None
    found = world.open_by.get(building_key(realm_of(test=False, exercise=False), building), ())
    return max(found, key=lambda key: world.incidents[key].opened_by_seq, default=None)


def raise_condition(step: Step, signal: Signal, known: Known, condition: Condition, incident: str | None) -> None:
    """Write down that a condition holds, and tell the station that is responsible; a disabled device tells nobody."""
    state = step.world.conditions.get(known.key)
    disabled = state is not None and state.disabled is not None
    told = None if disabled else known.station
    measured = [each for each in signal.measured if condition not in FAULTS]
    emit(
        step,
        ev.ConditionRaised,
        known,
        incident if condition == "fire" or joins(known, condition) else None,
        told=told,
        condition=condition,
        text=signal.text,
        value=measured[0] if measured else None,
        test=signal.test,
        occurred_at=_own_time(step, signal.occurred_at),
        disabled=disabled,
        chatters_until=chatters_until(step.world, known.key, condition, step.now),
        **described(known),
    )


def end_condition(step: Step, ended: Ended, *, settled: bool = False) -> None:
    """Write down that a condition holds no more. No incident is ever closed by it."""
    state = step.world.conditions[ended.device]
    known = describe(step.world, ended.device)
    raised = state.conditions[ended.condition]
    incident = raised.incident if raised.incident in step.world.incidents else None
    emit(
        step,
        ev.ConditionCleared,
        known,
        incident if incident is not None and step.incident(incident).open else None,
        told=raised.station,
        condition=ended.condition,
        why="settled" if settled else "reset" if ended.reset else "signal",
    )


def cross(step: Step, known: Known, crossing: Crossing, incident: str | None) -> None:
    """Write down that a value crossed a limit."""
    measured = crossing.measured
    emit(
        step,
        ev.LimitCrossed,
        known,
        incident,
        told=known.station,
        what=measured.what,
        value=measured.value,
        unit=measured.unit,
        limit=crossing.limit,
        way=crossing.way,
        **described(known),
    )


def described(known: Known) -> dict[str, Any]:
    """Return what an event says of a device, so that a reader needs no look-up."""
    return {
        "gateway": known.gateway,
        "address": known.address,
        "kind": known.kind,
        "building": known.building,
        "floor": known.floor,
        "name": known.name,
        "station": known.station,
        "owner": known.row.owner if known.row is not None else None,
    }


def emit(
    step: Step, event: type[ev.Event], known: Known, incident: str | None, /, *, told: str | None, **fields: Any
) -> None:
    """Write down an event of a device: its station sees it, and who is in the incident that it is part of."""
    if incident is not None:
        step.emit_in(incident, event, also=told, device=known.key, **fields)
    else:
        step.emit(event, to=() if told is None else (told,), device=known.key, **fields)


def joins(known: Known, condition: Condition) -> bool:
    """Whether a condition says something about a fire in its building: a detector's own faults do not."""
    return condition not in FAULTS or known.family not in QUIET_FAMILIES


def _belongs(change: Change, signal: Signal) -> bool:
    """Whether a message goes into the incident: any of its conditions does, or somebody did something there."""
    return change.deed or bool(change.crossed) or any(joins(change.known, each) for each in signal.raised)


def _raise(step: Step, alarm: cmd.AlarmRaise | None, reach: Reach) -> str | None:
    """Raise the alarm of a fire; return the incident that it opened or joined."""
    if alarm is None:
        return None
    raise_alarm(step, alarm, reach)
    return next((event.incident for event in step.events if isinstance(event, ev.AlarmRaised)), None)


def _received(step: Step, signal: Signal, change: Change, raw: int | None, incident: str | None) -> None:
    emit(
        step,
        ev.SignalReceived,
        change.known,
        incident,
        told=None,
        gateway=signal.gateway,
        protocol=signal.protocol,
        raw=raw,
        kind=change.known.kind,
        text=signal.text,
        operation=signal.operation,
        operator=signal.operator,
        raised=signal.raised,
        cleared=signal.cleared,
        measured=signal.measured,
        test=signal.test,
        occurred_at=_own_time(step, signal.occurred_at),
        sent_at=_own_time(step, signal.sent_at),
        unread=signal.unread,
    )


def _own_time(step: Step, words: str | None) -> Instant | None:
    return None if words is None else read_own_time(words, ZoneInfo(step.world.settings.timezone))
