"""What a device says, read once at the border: conditions that hold or hold no more, measured values, operations.

Every way in (GB/T 26875.3, MQTT, DC-09, cloud push, Modbus) maps to `Signal`; nothing behind the border knows a
protocol. Conditions are those of GB/T 26875.3-2011, figures of the system, component and device status, and GB 26875.1.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from dispatch.core.vocabulary import Struct

Condition = Literal[
    "fire",
    "prealarm",
    "fault",
    "disabled",
    "supervisory",
    "started",
    "feedback",
    "delayed",
    "test",
    "tamper",
    "low_battery",
    "mains_fault",
    "battery_fault",
    "line_fault",
    "manual",
    "absent",
]
"""What holds of a device until it is cleared.

``started`` and ``feedback`` are a linkage's (启动, 反馈), ``delayed`` its count-down (延时); ``manual`` is a system
that starts nothing by itself (手动); ``absent`` a thing that is not in its place (an extinguisher off its hook).
"""

CONDITIONS: tuple[Condition, ...] = get_args(Condition)

Operation = Literal[
    "reset",
    "silence",
    "manual_alarm",
    "alarm_cleared",
    "self_test",
    "confirm",
    "test",
    "post_check_answered",
    "configured",
    "initialised",
    "online",
    "unknown",
]
"""What somebody did at a panel or device (GB/T 26875.3-2011, 8.2.1.4 and 8.2.1.9), or it said of itself."""

Protocol = Literal["gb26875", "dc09", "mqtt", "push", "modbus", "http"]


class Measured(Struct, frozen=True, kw_only=True):
    """One measured value: ``what`` (``pressure``, ``level``, ``temperature``, ``current`` ...) in ``unit``."""

    what: str
    value: float
    unit: str


class Signal(Struct, frozen=True, kw_only=True):
    """What one message says of one device.

    ``gateway`` is the id of the gateway that passed it on, ``address`` the device's under it (None: the gateway
    itself). ``device_kind`` is a word of `stations.device_kinds`, where the message says one. ``raised`` and
    ``cleared`` are named; with ``whole`` every condition that is not raised is cleared. ``test`` is the message's own
    tag of a test state: it is shown and never hides a fire. ``operation`` is what was done there and ``operator`` who
    did it. ``occurred_at`` and ``sent_at`` are the device's own times, as RFC 3339 with offset, None where it has none
    that can be read. ``unread`` has the words of what could not be read, by field.
    ``building`` and ``floor`` are where the message itself says it is; a table's row goes before them.
    """

    gateway: str
    protocol: Protocol
    address: str | None = None
    device_kind: str | None = None
    text: str | None = None
    raised: tuple[Condition, ...] = ()
    cleared: tuple[Condition, ...] = ()
    whole: bool = False
    measured: tuple[Measured, ...] = ()
    operation: Operation | None = None
    operator: str | None = None
    test: bool = False
    occurred_at: str | None = None
    sent_at: str | None = None
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    building: str | None = None
    floor: int | None = None
