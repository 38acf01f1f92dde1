"""What people do about devices: look and say whether it is real, switch off and on, file the unknown; and silence."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import commands as cmd, deadline_keys as key, events as ev
from dispatch.core.decide.alarms import Heard, hear, query as query_alarm, raise_alarm
from dispatch.core.decide.conditions import Ended, alarm_kind
from dispatch.core.decide.response import confirm
from dispatch.core.decide.signals import described, emit, end_condition, incident_in, place_of
from dispatch.core.decide.step import Step
from dispatch.core.devices import DeviceState, Raised, place_key
from dispatch.core.drill_queries import query_for
from dispatch.core.errors import NotFound, Unusable, WrongState
from dispatch.core.instant import Instant, read_time
from dispatch.core.known_devices import describe, is_known, key_of
from dispatch.core.reach import Query, Reach
from dispatch.core.reasons import ConfirmedByHand
from dispatch.core.signal import Condition, Signal
from dispatch.core.world import Incident, World
from stations.device_kinds import DEVICE_KINDS
from stations.devices import Device

USUAL_MS = 8 * 3_600_000
"""How long a device is switched off where nobody says: a shift."""

LONGEST_MS = 7 * 24 * 3_600_000
"""The longest: what is to be off for more is repaired or taken out of the table."""

FIRES: frozenset[Condition] = frozenset({"fire", "prealarm"})
"""Conditions that a person may find to be a fire; anything else that is real is a matter for who keeps it in order."""


# --- a person looked --------------------------------------------------------------------------------------------------


def ask_verify(world: World, command: cmd.SignalVerify, now: Instant) -> tuple[Query | None, Heard | None]:
    """Return the travel times that a fire needs which a person saw, and its alarm where it opens an incident."""
    state = world.conditions.get(command.device)
    raised = None if state is None else state.conditions.get(command.condition)
    if state is None or raised is None or not command.real or command.condition not in FIRES:
        return None, None
    incident = _burning(world, raised)
    if incident is not None:
        return query_for(world, incident), None
    heard = hear(world, _alarm(world, state, raised, command), now)
    return query_alarm(world, heard), heard


def verify(step: Step, command: cmd.SignalVerify, reach: Reach) -> None:
    """Write down what a person found. Raises `NotFound` where the condition does not hold (any more)."""
    state = step.world.conditions.get(command.device)
    raised = None if state is None else state.conditions.get(command.condition)
    if state is None or raised is None:
        raise NotFound(f"{command.condition} does not hold of {command.device} (any more); see conditions in the state")
    incident = _burning(step.world, raised)
    known = describe(step.world, command.device)
    if command.real and command.condition in FIRES:
        if incident is None:
            raise_alarm(step, _alarm(step.world, state, raised, command), reach)
            opened = next(event.incident for event in step.events if isinstance(event, ev.AlarmRaised))
            incident = step.incident(opened)
        elif incident.confirmed_at is None and not incident.test:
            confirm(step, incident.id, ConfirmedByHand(words=command.note), reach)
    emit(
        step,
        ev.SignalVerified,
        known,
        None if incident is None else incident.id,
        told=raised.station,
        condition=command.condition,
        real=command.real,
        note=command.note,
    )


def _burning(world: World, raised: Raised) -> Incident | None:
    """Return the open incident that a condition is part of."""
    burning = raised.verified_incident or raised.incident
    incident = world.incidents.get(burning) if burning is not None else None
    incident = None if incident is None else world.merged(incident)
    return incident if incident is not None and incident.open else None


def _alarm(world: World, state: DeviceState, raised: Raised, command: cmd.SignalVerify) -> cmd.AlarmRaise:
    """Return the alarm of a fire that a person saw: their word makes it sure."""
    known = describe(world, state.id, text=raised.text)
    said = Signal(gateway=known.gateway, protocol="http", address=known.address)
    return cmd.AlarmRaise(
        source="person",
        kind=alarm_kind(known, said) or "report",
        device=known.witness,
        place=place_of(known, raised.text),
        note=command.note or raised.text,
    )


# --- on and off -------------------------------------------------------------------------------------------------------


def disable(step: Step, command: cmd.DeviceDisable, _reach: Reach) -> None:
    """Switch a device off, or one that is off for another time."""
    until = read_time(command.until, "until") or step.now.plus(USUAL_MS)
    if not step.now < until <= step.now.plus(LONGEST_MS):
        raise Unusable("until lies in the past, or more than 7 days ahead; switch it off again after that")
    if not is_known(step.world, command.device):
        raise NotFound(f"nobody knows a device {command.device[:80]}; give its id, or GATEWAY/ADDRESS")
    known = describe(step.world, command.device)
    said = described(known)
    del said["owner"]
    emit(step, ev.DeviceDisabled, known, None, told=known.station, until=until, reason=command.reason, **said)


def enable(step: Step, command: cmd.DeviceEnable, _reach: Reach) -> None:
    """Switch a device on again. Raises `NotFound` where it is not off."""
    state = step.world.conditions.get(command.device)
    if state is None or state.disabled is None:
        raise NotFound(f"{command.device} is not switched off (any more)")
    switch_on(step, command.device, expired=False)


def switch_on(step: Step, device: str, *, expired: bool) -> None:
    """Note that a device is on again."""
    known = describe(step.world, device)
    emit(step, ev.DeviceEnabled, known, None, told=known.station, expired=expired)


# --- who is it --------------------------------------------------------------------------------------------------------


def file(step: Step, command: cmd.DeviceFile, _reach: Reach) -> None:
    """Say what a device is and where. Raises `WrongState` for one that the table names: it is changed there."""
    found = key_of(step.world, command.gateway, command.address)
    if found in step.world.devices:
        raise WrongState(f"devices.csv has {found} at this address; change its row there")
    at = place_key(command.gateway, command.address)
    unknown, filed = step.world.unknown_devices.get(at), step.world.filed.get(at)
    if unknown is None and filed is None and at not in step.world.conditions:
        raise NotFound(f"nothing has spoken at {command.address} of {command.gateway}; write it into devices.csv")
    if command.building is not None and command.building not in step.world.buildings:
        raise Unusable(f"there is no building {command.building}; buildings.csv lists them", at="building")
    if command.kind is not None and command.kind not in DEVICE_KINDS:
        raise Unusable(f"there is no kind of device {command.kind[:40]}; GET /api/v1/vocabulary lists them", at="kind")
    before = filed or Device(id=at, kind=(unknown.kind if unknown is not None else None) or "general")
    row = replace(
        before,
        gateway=command.gateway,
        address=command.address,
        kind=command.kind or before.kind,
        building=command.building or before.building,
        floor=before.floor if command.floor is None else command.floor,
        name=command.name or before.name or (unknown.text if unknown is not None else None),
    )
    step.emit(ev.DeviceFiled, device=at, row=row)


# --- heard of or not --------------------------------------------------------------------------------------------------


def mute(step: Step, command: cmd.DeviceMute, _reach: Reach) -> None:
    """Note that a device is not heard of; once."""
    state = step.world.conditions.get(command.device)
    if (state is not None and state.silent_since is not None) or not is_known(step.world, command.device):
        return
    known = describe(step.world, command.device)
    emit(
        step,
        ev.DeviceSilent,
        known,
        None if known.family in ("detector", "call_point") else incident_in(step.world, known.building),
        told=None if state is not None and state.disabled is not None else known.station,
        since=command.since or step.now,
        **described(known),
    )


def hear_again(step: Step, command: cmd.DeviceHear, _reach: Reach) -> None:
    """Note that a silent device is heard again; nothing where it was not silent."""
    state = step.world.conditions.get(command.device)
    if state is None or state.silent_since is None:
        return
    known = describe(step.world, command.device)
    emit(step, ev.DeviceBack, known, incident_in(step.world, known.building), told=known.station)


# --- what falls due ---------------------------------------------------------------------------------------------------


def fall_due(step: Step, device: str, what: key.EndDisable | key.Settle) -> None:
    """Switch a device on whose time is over, or let go of a condition that came and went."""
    match what:
        case key.EndDisable():
            switch_on(step, device, expired=True)
        case key.Settle(condition):
            held = step.world.conditions[device].conditions
            found = next(name for name in held if name == condition)
            end_condition(step, Ended(device, found), settled=True)
