"""What devices say, and what people do about it."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.core.commands.base import Command, Id, Text
from dispatch.core.instant import Instant
from dispatch.core.signal import Condition, Signal

DeviceKey = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Address = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Floor = Annotated[int, msgspec.Meta(ge=-100, le=1000)]


class SignalReceive(Command, frozen=True, kw_only=True, tag="hub.signal"):
    """A device said something (by the hub's own gateways); ``raw`` is its message's number in the raw store."""

    signal: Signal
    raw: int | None = None


class DeviceMute(Command, frozen=True, kw_only=True, tag="hub.mute"):
    """A device or gateway was not heard since ``since``, longer than it may be silent (by the hub's liveness)."""

    device: str
    since: Instant | None = None


class DeviceHear(Command, frozen=True, kw_only=True, tag="hub.hear"):
    """A silent device or gateway is heard again (by the hub's liveness)."""

    device: str


class SignalVerify(Command, frozen=True, kw_only=True, tag="signal.verify"):
    """A person looked at what a device says: it is ``real`` or it is not. A real fire is confirmed by it."""

    device: DeviceKey
    condition: Condition
    real: bool
    note: Text | None = None


class DeviceDisable(Command, frozen=True, kw_only=True, tag="device.disable"):
    """Switch a device off ``until`` then (8 hours where nobody says, 7 days at most). Its fire is never hidden."""

    device: DeviceKey
    reason: Text
    until: str | None = None


class DeviceEnable(Command, frozen=True, kw_only=True, tag="device.enable"):
    """Switch a device on again before its time."""

    device: DeviceKey


class DeviceFile(Command, frozen=True, kw_only=True, tag="device.file"):
    """Say what an unknown device is and where; or say it anew of one that was filed by hand."""

    gateway: Id
    address: Address
    kind: str | None = None
    building: Id | None = None
    floor: Floor | None = None
    name: Text | None = None
