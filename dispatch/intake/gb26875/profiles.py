"""Vendors' habits as data: what a device does otherwise than GB/T 26875.3-2011 says, by a profile's name.

The profiles of the hub are in ``profiles.toml`` beside this file; a district may bring its own of the same form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from dispatch.core.signal import Condition
from dispatch.intake.gb26875.frames import DATA, LONGEST_ADU, Frame
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


Ask = Literal["clock", "post_check", "device", "systems", "components"]
"""What a centre sends of its own accord: set the clock (90), check the post (91), ask for the state (81, 61, 62)."""

ASKS: tuple[Ask, ...] = get_args(Ask)


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One vendor's habits.

    What picks it: ``versions`` of a frame, and ``types`` of a data unit that only it has.
    The frame: ``clock``: how times are written. ``addresses``: how six bytes are read: a number with its low byte
    first, with its high byte first, or as twelve digits. ``longest_adu`` in bytes. ``heartbeats``: data units, in
    hexadecimal, that only say that a device is there -> the data unit of the answer. ``commands`` of its own.
    Its objects: ``layouts`` by type. ``restores``: types that say "restored" -> the type whose objects they have.
    ``on`` and ``off``: types that say that something was switched so. ``texts``: codes, in the order they are tried.
    What they mean: ``components``: kinds of its own component numbers. ``meanings`` of a status that is not the
    standard's. ``bits`` of a component's status beyond the standard's. ``test_when``: what bit 0 is in the test state.
    ``switches``: what an input of an access type says. ``loop``: which half of a component's address is its loop.
    ``asks``: what a centre may send it of its own accord; others take what they do not know for a broken line.
    """

    id: str
    name: str
    versions: tuple[str, ...] = ()
    types: tuple[int, ...] = ()
    clock: Clock = "either"
    addresses: Literal["little", "big", "digits"] = "little"
    longest_adu: int = LONGEST_ADU
    heartbeats: dict[str, str] = {}
    commands: tuple[int, ...] = ()
    layouts: dict[int, tuple[str, ...]] = {}
    restores: dict[int, int] = {}
    on: tuple[int, ...] = ()
    off: tuple[int, ...] = ()
    texts: tuple[Literal["gb18030", "utf-8"], ...] = ("gb18030", "utf-8")
    components: dict[int, str] = {}
    meanings: tuple[Meaning, ...] = ()
    bits: dict[int, Condition] = {}
    test_when: Literal[0, 1] = 0
    switches: dict[int, Condition] = {}
    loop: Literal["high", "low"] = "high"
    asks: tuple[Ask, ...] = ASKS

    @property
    def clock_written(self) -> Clock:
        """How the hub writes a time to it."""
        return "bcd" if self.clock == "bcd" else "binary"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    profile: tuple[Profile, ...]


def read_profiles(text: str, base: Profile | None = None) -> dict[str, Profile]:
    """Read profiles from TOML, by id; each has what ``base`` (None: the file's first) has, and its own on top.

    Raises `msgspec.ValidationError` naming the place where one is not right.
    """
    rows = msgspec.toml.decode(text, type=dict[str, list[dict[str, Any]]]).get("profile", [])
    shared = msgspec.to_builtins(base, str_keys=True) if base is not None else rows[0] if rows else {}
    file = msgspec.convert({"profile": [_on_top(shared, row) for row in rows]}, _File, strict=False)
    return {profile.id: profile for profile in file.profile}


def _on_top(shared: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**shared, **row}
    for name, value in shared.items():
        if isinstance(value, dict) and name in row:
            merged[name] = {**value, **row[name]}
    return merged


@lru_cache(1)
def profiles() -> Mapping[str, Profile]:
    """Return the hub's own profiles, by id."""
    return read_profiles(files(__package__).joinpath("profiles.toml").read_text(encoding="utf-8"))


STANDARD = profiles()["standard"]

FILE = "panels.toml"
"""A district's own profiles, in its folder."""


def district_profiles(folder: Path) -> dict[str, Profile]:
    """Return the hub's profiles and a district's own, which may have the name of one of the hub's and replace it.

    Raises ValueError, naming file and place, where its file cannot be used, OSError where it cannot be read.
    """
    path = folder / FILE
    try:
        own = read_profiles(path.read_text(encoding="utf-8"), STANDARD)
    except FileNotFoundError:
        own = {}
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        msg = f"{path}: {error}"
        raise ValueError(msg) from error
    return {**profiles(), **own}


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
