"""Vendors' habits as data: what a device does otherwise than GB/T 26875.3-2011 says, by a profile's name.

The profiles of the hub are in ``profiles.toml`` beside this file; a district may bring its own of the same form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from dispatch.core.signal import Condition
from dispatch.intake.gb26875.frames import DATA, Frame
from dispatch.intake.gb26875.times import Clock, read_time


class Meaning(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the status of one kind of component means where it is not the standard's bits: value -> conditions.

    A value that is named nowhere says nothing: it is shown as unread, and never taken for a fire.
    """

    system: int
    component: int
    kind: str
    raised: dict[int, tuple[Condition, ...]] = {}
    cleared: dict[int, tuple[Condition, ...]] = {}


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One vendor's habits.

    ``versions`` of a frame, and ``types`` of a data unit, that pick it. ``clock``: how times are written.
    ``addresses``: how the six bytes of an address are read: a number with its low byte first, with its high byte first,
    or as twelve digits. ``longest_adu`` in bytes. ``heartbeats``: data units, in hexadecimal, that only say that a
    device is there -> the data unit of the answer. ``commands`` beyond the standard's. ``restores``: types that say
    "restored" -> the type whose objects they have. ``layouts``: how objects of a type are laid out. ``components``:
    kinds of a vendor's own component numbers. ``meanings``: of a status whose bits are not the standard's.
    """

    id: str
    name: str
    versions: tuple[str, ...] = ()
    types: tuple[int, ...] = ()
    clock: Clock = "either"
    addresses: Literal["little", "big", "digits"] = "little"
    longest_adu: int = 1024
    heartbeats: dict[str, str] = {}
    commands: tuple[int, ...] = ()
    restores: dict[int, int] = {}
    layouts: dict[int, tuple[str, ...]] = {}
    components: dict[int, str] = {}
    meanings: tuple[Meaning, ...] = ()

    @property
    def clock_written(self) -> Clock:
        """How the hub writes a time to it."""
        return "bcd" if self.clock == "bcd" else "binary"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    profile: tuple[Profile, ...]


def read_profiles(text: str) -> dict[str, Profile]:
    """Read profiles from TOML, by id. Raises `msgspec.ValidationError` naming the place where one is not right."""
    return {profile.id: profile for profile in msgspec.toml.decode(text, type=_File, strict=False).profile}


@lru_cache(1)
def profiles() -> Mapping[str, Profile]:
    """Return the hub's own profiles, by id."""
    return read_profiles(files(__package__).joinpath("profiles.toml").read_text(encoding="utf-8"))


STANDARD = profiles()["standard"]


def profile_of(frames: Iterable[Frame], known: Mapping[str, Profile] | None = None) -> Profile:
    """Return the profile that a device's first frames tell: by its version, or by a type that only it has.

    The standard one where nothing tells another. A profile that was set by hand is the caller's to prefer.
    """
    known = profiles() if known is None else known
    came = tuple(frames)
    for frame in came:
        version = f"{frame.version[0]}.{frame.version[1]}"
        for profile in known.values():
            own = frame.command == DATA and frame.adu[:1] != b"" and frame.adu[0] in profile.types
            if own or (version in profile.versions and _fits(frame, profile)):
                return profile
    return known.get("standard", STANDARD)


def _fits(frame: Frame, profile: Profile) -> bool:
    return profile.clock != "bcd" or read_time(frame.sent, "bcd") is not None


def address_of(number: int, profile: Profile = STANDARD) -> str:
    """Return an address as people write it: a number, or twelve digits where the profile says so."""
    if profile.addresses == "little":
        return str(number)
    wire = number.to_bytes(6, "little")
    return wire.hex() if profile.addresses == "digits" else str(int.from_bytes(wire, "big"))
