"""What the World holds of devices that speak: the latched conditions of each, limits that it is beyond, silence, who
switched it off.

A device's key in the World is its id in ``devices.csv``, else ``GATEWAY/ADDRESS``; a gateway's own is its id. Only
devices with something to say are here: a hundred thousand calm ones cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from dispatch.core.deadline_keys import EndDisable, Settle, text_of
from dispatch.core.instant import Instant
from dispatch.core.signal import Condition, Measured, Operation
from dispatch.core.vocabulary import By, Struct

Due = tuple[int, str]

SUBJECT = "device:"
"""Begins a device's subject; no id holds a colon before it."""

Way = Literal["low", "high", "back"]
"""How a value stands to its limits: below the low one, above the high one, back between them."""

HTTP = "http"
"""The gateway that devices are under which speak for themselves, in JSON over HTTP: they may say their id."""

UNKNOWN_AT_MOST = 2000
"""So many devices that no table names are kept to be filed: a gateway that makes addresses up must not fill the hub."""

FAULTS: frozenset[Condition] = frozenset(
    {"fault", "mains_fault", "battery_fault", "line_fault", "low_battery", "tamper", "absent", "test"}
)
"""Conditions of the equipment alone: of a detector they say nothing about a fire, and stay out of an incident."""

LATCHED: frozenset[Condition] = frozenset(
    {
        *("fire", "prealarm", "supervisory", "started", "feedback", "delayed", "test"),
        *("fault", "mains_fault", "battery_fault", "line_fault"),
    }
)
"""What a reset of the panel ends (what still holds is said again); who is switched off or out of its place stays so."""

QUIET_FAMILIES = frozenset({"detector", "call_point", "panel", "gateway", "video"})
"""Families of devices whose faults are no part of an incident; a pump's are."""


class Raised(Struct, frozen=True, kw_only=True):
    """A condition that holds ``since`` then: in the device's words, in the ``incident`` that burned there.

    ``station`` was told. ``verified``: whether a person found it to be real, None where nobody looked;
    ``verified_incident`` is what burned then. It is held until ``chatters_until``, where it comes and goes too often.
    ``value`` is what it measured then.
    """

    since: Instant
    text: str | None = None
    occurred_at: Instant | None = None
    incident: str | None = None
    station: str | None = None
    test: bool = False
    verified: bool | None = None
    verified_by: By | None = None
    verified_incident: str | None = None
    note: str | None = None
    chatters_until: Instant | None = None
    value: Measured | None = None


class Beyond(Struct, frozen=True, kw_only=True):
    """A value beyond its limit ``since`` then, as it was when it crossed it."""

    value: float
    unit: str
    limit: float
    way: Way
    since: Instant
    station: str | None = None
    incident: str | None = None


class Disabled(Struct, frozen=True, kw_only=True):
    """Switched off by a person until ``until``."""

    until: Instant
    reason: str
    by: By
    at: Instant


class DeviceState(Struct, frozen=True, kw_only=True):
    """A device with something to say. ``id`` is its key; what is not known of it is None."""

    id: str
    gateway: str | None = None
    address: str | None = None
    kind: str | None = None
    building: str | None = None
    floor: int | None = None
    name: str | None = None
    conditions: dict[Condition, Raised] = msgspec.field(default_factory=dict)
    beyond: dict[str, Beyond] = msgspec.field(default_factory=dict)
    silent_since: Instant | None = None
    disabled: Disabled | None = None

    @property
    def calm(self) -> bool:
        """Whether it has nothing to say."""
        return not (self.conditions or self.beyond or self.silent_since or self.disabled)


class UnknownDevice(Struct, frozen=True, kw_only=True):
    """A device that spoke and is in no table; ``id`` is its key."""

    id: str
    gateway: str
    address: str | None
    kind: str | None
    text: str | None
    at: Instant


class Flaps(Struct, frozen=True, kw_only=True):
    """How often a condition was raised since ``since``."""

    since: Instant
    times: int


class Said(Struct, frozen=True, kw_only=True):
    """What must be remembered of a device so that its repetitions are no news. For consoles it is nothing."""

    flaps: dict[Condition, Flaps] = msgspec.field(default_factory=dict)
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    unread_at: Instant | None = None
    operation: Operation | None = None
    operation_at: Instant | None = None


def place_key(gateway: str, address: str) -> str:
    """Return the key of a device that has none of its own, and where the index finds one that has."""
    return f"{gateway}/{address}"


def due_of_device(state: DeviceState) -> Iterator[Due]:
    """Yield what falls due of a device: it is switched on again, what came and went is let go of."""
    if state.disabled is not None:
        yield state.disabled.until, EndDisable().text
    for condition, raised in state.conditions.items():
        if raised.chatters_until is not None:
            yield raised.chatters_until, text_of(Settle, condition)


def subject_of(key: str) -> str:
    """Return the subject under which a device has its deadlines."""
    return SUBJECT + key
