"""Devices that speak to the hub, and the gateways that pass on what they say."""

from __future__ import annotations

import msgspec

PROTOCOLS: tuple[str, ...] = ("gb26875", "dc09", "mqtt", "push", "modbus", "http")
"""How gateways speak; the words of `dispatch.core.signal.Protocol`."""


class Gateway(msgspec.Struct, frozen=True, kw_only=True):
    """What passes on signals: a user information transmission device (用户信息传输装置), a broker, a cloud platform.

    ``address`` is its own within ``protocol`` (the source address of GB/T 26875.3 as a number, a DC-09 account);
    ``profile`` names the vendor's habits. ``silent_after_s``: not heard for so long, it is silent (0: never).
    ``building`` is where its devices are that say none; ``station`` is told of what is wrong with it.
    """

    id: str
    protocol: str
    address: str | None = None
    profile: str | None = None
    name: str | None = None
    building: str | None = None
    station: str | None = None
    silent_after_s: int = 0


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """One detector, call point, pump, door, meter: ``kind`` is a word of `stations.device_kinds`.

    ``address`` is its own under ``gateway``. ``camera`` is the page or the still picture of what looks at it, by URL;
    ``owner`` who keeps it in order, ``station`` who is told of what is wrong with it (None: the building's
    responsible station). ``mirror_of`` is the device that this one only repeats: the two are one witness.
    ``low`` and ``high`` are limits of what it measures, ``hysteresis`` how far a value must come back.
    """

    id: str
    kind: str
    gateway: str | None = None
    address: str | None = None
    building: str | None = None
    floor: int | None = None
    zone: str | None = None
    name: str | None = None
    camera: str | None = None
    owner: str | None = None
    station: str | None = None
    mirror_of: str | None = None
    low: float | None = None
    high: float | None = None
    hysteresis: float | None = None
    silent_after_s: int = 0
