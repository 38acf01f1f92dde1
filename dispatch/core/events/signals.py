"""What devices said that changed something, and what people did about it. Telemetry is not recorded."""

from __future__ import annotations

from typing import Literal

import msgspec

from dispatch.core.devices import Way
from dispatch.core.events.base import Event
from dispatch.core.instant import Instant
from dispatch.core.signal import Condition, Measured, Operation, Protocol
from stations.devices import Device

ConditionWhy = Literal["signal", "reset", "whole", "settled"]
"""Why a condition is raised or cleared: the device said so, its panel was reset, a message that names all that holds
did not name it, it came and went and its time is over."""


class DeviceEvent(Event, frozen=True, kw_only=True):
    """An event of one device, by its key in the World. ``incident`` is what burns in its building."""

    device: str


class SignalReceived(DeviceEvent, frozen=True, kw_only=True, tag="signal.received"):
    """A message that brought something about, or says what was done there.

    ``raw`` is its number in the raw store; ``raised`` and ``cleared`` are what it said, ``unread`` the words of what
    could not be read. ``signal`` is its own time, as the device has it.
    """

    gateway: str
    protocol: Protocol
    raw: int | None = None
    kind: str | None = None
    text: str | None = None
    operation: Operation | None = None
    operator: str | None = None
    raised: tuple[Condition, ...] = ()
    cleared: tuple[Condition, ...] = ()
    measured: tuple[Measured, ...] = ()
    test: bool = False
    occurred_at: Instant | None = None
    sent_at: Instant | None = None
    unread: dict[str, str] = msgspec.field(default_factory=dict)


class ConditionRaised(DeviceEvent, frozen=True, kw_only=True, tag="condition.raised"):
    """A condition holds from now on. Where and what the device is stands beside it, so that a reader needs no look-up.

    ``station`` is told, None where no rule names one; ``owner`` keeps it in order. ``value`` is what it measured with
    it. ``chatters_until``: it comes and goes, and nothing more is recorded of it until then.
    """

    condition: Condition
    gateway: str
    address: str | None = None
    kind: str | None = None
    building: str | None = None
    floor: int | None = None
    name: str | None = None
    text: str | None = None
    station: str | None = None
    owner: str | None = None
    value: Measured | None = None
    test: bool = False
    occurred_at: Instant | None = None
    disabled: bool = False
    chatters_until: Instant | None = None
    why: ConditionWhy = "signal"


class ConditionCleared(DeviceEvent, frozen=True, kw_only=True, tag="condition.cleared"):
    """A condition holds no more; ``why`` says so."""

    condition: Condition
    why: ConditionWhy = "signal"


class LimitCrossed(DeviceEvent, frozen=True, kw_only=True, tag="limit.crossed"):
    """A measured value crossed a limit of its device, or came ``back`` by the hysteresis."""

    what: str
    value: float
    unit: str
    limit: float
    way: Way
    gateway: str = ""
    address: str | None = None
    kind: str | None = None
    building: str | None = None
    floor: int | None = None
    name: str | None = None
    station: str | None = None
    owner: str | None = None


class DeviceUnknown(DeviceEvent, frozen=True, kw_only=True, tag="device.unknown"):
    """A device spoke that no table names."""

    gateway: str
    address: str | None = None
    kind: str | None = None
    text: str | None = None


class DeviceFiled(DeviceEvent, frozen=True, kw_only=True, tag="device.filed"):
    """Somebody said what it is and where."""

    row: Device


class DeviceSilent(DeviceEvent, frozen=True, kw_only=True, tag="device.silent"):
    """It was not heard since ``since``."""

    since: Instant
    gateway: str = ""
    address: str | None = None
    kind: str | None = None
    building: str | None = None
    floor: int | None = None
    name: str | None = None
    station: str | None = None
    owner: str | None = None


class DeviceBack(DeviceEvent, frozen=True, kw_only=True, tag="device.back"):
    """It is heard again."""


class DeviceDisabled(DeviceEvent, frozen=True, kw_only=True, tag="device.disabled"):
    """A person switched it off until then."""

    until: Instant
    reason: str
    gateway: str = ""
    address: str | None = None
    kind: str | None = None
    building: str | None = None
    floor: int | None = None
    name: str | None = None
    station: str | None = None


class DeviceEnabled(DeviceEvent, frozen=True, kw_only=True, tag="device.enabled"):
    """It is on again; ``expired`` where its own end came."""

    expired: bool = False


class SignalVerified(DeviceEvent, frozen=True, kw_only=True, tag="signal.verified"):
    """A person looked: what the device says is ``real`` or is not."""

    condition: Condition
    real: bool
    note: str | None = None
