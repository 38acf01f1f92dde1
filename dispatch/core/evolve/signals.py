"""What devices say, and what people do about it, in the World: latched conditions, limits, silence, who is unknown."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from rpds import HashTrieMap

from dispatch.core import events as ev
from dispatch.core.devices import (
    Beyond,
    DeviceState,
    Disabled,
    Flaps,
    Raised,
    Said,
    UnknownDevice,
    place_key,
)
from dispatch.core.evolve.put import Rules
from dispatch.core.world import World
from stations.devices import Device

FLAP_WITHIN_MS = 3_600_000
"""Within this time a condition that is raised again and again counts as flapping."""


def _described(world: World, event: Any) -> DeviceState:
    """Return a device's state with what an event says of where and what it is."""
    before = world.conditions.get(event.device) or DeviceState(id=event.device)
    return replace(
        before,
        gateway=event.gateway,
        address=event.address,
        kind=event.kind,
        building=event.building,
        floor=event.floor,
        name=event.name,
    )


def _put(world: World, state: DeviceState) -> World:
    """Put a device's state back; one with nothing to say leaves."""
    if state.calm:
        return replace(world, conditions=world.conditions.discard(state.id))
    return replace(world, conditions=world.conditions.insert(state.id, state))


def _signal_received(world: World, event: ev.SignalReceived) -> World:
    if not event.unread and event.operation is None:
        return world
    before = world.said.get(event.device, Said())
    said = replace(
        before,
        unread={**before.unread, **event.unread},
        unread_at=event.at if event.unread else before.unread_at,
        operation=event.operation or before.operation,
        operation_at=event.at if event.operation is not None else before.operation_at,
    )
    return replace(world, said=world.said.insert(event.device, said))


def _condition_raised(world: World, event: ev.ConditionRaised) -> World:
    state = _described(world, event)
    raised = Raised(
        since=event.at,
        text=event.text,
        occurred_at=event.occurred_at,
        incident=event.incident,
        station=event.station,
        test=event.test,
        chatters_until=event.chatters_until,
        value=event.value,
    )
    world = _put(world, replace(state, conditions={**state.conditions, event.condition: raised}))
    said = world.said.get(event.device, Said())
    before = said.flaps.get(event.condition)
    again = before is not None and event.at - before.since <= FLAP_WITHIN_MS
    flaps = replace(before, times=before.times + 1) if before is not None and again else Flaps(since=event.at, times=1)
    said = replace(said, flaps={**said.flaps, event.condition: flaps})
    return replace(world, said=world.said.insert(event.device, said))


def _condition_cleared(world: World, event: ev.ConditionCleared) -> World:
    state = world.conditions.get(event.device)
    if state is None:
        return world
    left = {name: each for name, each in state.conditions.items() if name != event.condition}
    return _put(world, replace(state, conditions=left))


def _limit_crossed(world: World, event: ev.LimitCrossed) -> World:
    state = _described(world, event)
    beyond = {name: each for name, each in state.beyond.items() if name != event.what}
    if event.way != "back":
        beyond[event.what] = Beyond(
            value=event.value,
            unit=event.unit,
            limit=event.limit,
            way=event.way,
            since=event.at,
            station=event.station,
            incident=event.incident,
        )
    return _put(world, replace(state, beyond=beyond))


def _unknown(world: World, event: ev.DeviceUnknown) -> World:
    unknown = UnknownDevice(
        id=event.device,
        gateway=event.gateway,
        address=event.address,
        kind=event.kind,
        text=event.text,
        at=event.at,
    )
    return replace(world, unknown_devices=world.unknown_devices.insert(event.device, unknown))


def _filed(world: World, event: ev.DeviceFiled) -> World:
    world = _with_device(replace(world, filed=world.filed.insert(event.row.id, event.row)), event.row)
    state = world.conditions.get(event.device)
    return world if state is None else _put(world, _as_in(state, event.row))


def _as_in(state: DeviceState, row: Device) -> DeviceState:
    """Return a device's state with what its row says of it."""
    return replace(
        state,
        gateway=row.gateway or state.gateway,
        address=row.address or state.address,
        kind=row.kind,
        building=row.building or state.building,
        floor=row.floor,
        name=row.name or state.name,
    )


def _silent(world: World, event: ev.DeviceSilent) -> World:
    return _put(world, replace(_described(world, event), silent_since=event.since))


def _back(world: World, event: ev.DeviceBack) -> World:
    state = world.conditions.get(event.device)
    return world if state is None else _put(world, replace(state, silent_since=None))


def _disabled(world: World, event: ev.DeviceDisabled) -> World:
    disabled = Disabled(until=event.until, reason=event.reason, by=event.by, at=event.at)
    return _put(world, replace(_described(world, event), disabled=disabled))


def _enabled(world: World, event: ev.DeviceEnabled) -> World:
    state = world.conditions.get(event.device)
    return world if state is None else _put(world, replace(state, disabled=None))


def _verified(world: World, event: ev.SignalVerified) -> World:
    state = world.conditions.get(event.device)
    raised = None if state is None else state.conditions.get(event.condition)
    if state is None or raised is None:
        return world
    seen = replace(
        raised,
        verified=event.real,
        verified_by=event.by,
        note=event.note,
        verified_incident=event.incident,
    )
    return _put(world, replace(state, conditions={**state.conditions, event.condition: seen}))


def without_words(world: World, incident: str) -> World:
    """Leave nothing of conditions that was said with an incident: words of a device may be somebody's door."""
    for key, state in tuple(world.conditions.items()):
        conditions = {name: _wordless(each, incident) for name, each in state.conditions.items()}
        if conditions != state.conditions:
            world = replace(world, conditions=world.conditions.insert(key, replace(state, conditions=conditions)))
    return world


def _wordless(raised: Raised, incident: str) -> Raised:
    if raised.text is not None and raised.incident == incident:
        raised = replace(raised, text=None)
    if raised.note is not None and raised.verified_incident == incident:
        raised = replace(raised, note=None)
    return raised


def _with_device(world: World, row: Device) -> World:
    """Index a device by its address; it is not unknown any more."""
    if not row.gateway or not row.address:
        return world
    at = place_key(row.gateway, row.address)
    return replace(
        world,
        device_at=world.device_at.insert(at, row.id),
        unknown_devices=world.unknown_devices.discard(at),
    )


def _without_device(world: World, key: str) -> World:
    """Take a device of the table out; who was filed by hand at its address is found again."""
    row = world.devices.get(key)
    if row is None:
        return world
    world = replace(world, devices=world.devices.remove(key))
    if not row.gateway or not row.address:
        return world
    at = place_key(row.gateway, row.address)
    if world.device_at.get(at) == key:
        filed = at in world.filed
        world = replace(world, device_at=world.device_at.insert(at, at) if filed else world.device_at.discard(at))
    return world


def with_tables(world: World, event: ev.RegistryChanged) -> World:
    """Replace rows of the tables of devices and gateways, and keep the index of addresses true."""
    gateways = world.gateways
    for gateway in event.gateways:
        gateways = gateways.insert(gateway.id, gateway)
    for key in event.dropped_gateways:
        gateways = gateways.discard(key)
    if gateways is not world.gateways:
        unknown = world.unknown_devices
        for gateway in event.gateways:
            unknown = unknown.discard(gateway.id)
        world = replace(world, gateways=gateways, unknown_devices=unknown)
    for row in event.devices:
        world = _without_device(world, row.id)
        world = _with_device(replace(world, devices=world.devices.insert(row.id, row)), row)
        world = replace(world, conditions=_moved(world.conditions, row))
    for key in event.dropped_devices:
        world = _without_device(world, key)
        world = replace(world, conditions=world.conditions.discard(key))
    return world


def _moved(conditions: HashTrieMap[str, DeviceState], row: Device) -> HashTrieMap[str, DeviceState]:
    """Give what was heard of an address to the device that the table has there now."""
    at = place_key(row.gateway or "", row.address or "")
    state = conditions.get(at)
    if state is not None and at != row.id:
        conditions = conditions.remove(at)
    state = conditions.get(row.id, state)
    return conditions if state is None else conditions.insert(row.id, replace(_as_in(state, row), id=row.id))


RULES: Rules = {
    ev.SignalReceived: _signal_received,
    ev.SignalVerified: _verified,
    ev.ConditionRaised: _condition_raised,
    ev.ConditionCleared: _condition_cleared,
    ev.LimitCrossed: _limit_crossed,
    ev.DeviceUnknown: _unknown,
    ev.DeviceFiled: _filed,
    ev.DeviceSilent: _silent,
    ev.DeviceBack: _back,
    ev.DeviceDisabled: _disabled,
    ev.DeviceEnabled: _enabled,
}
