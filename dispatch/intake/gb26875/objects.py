"""The objects of a data unit: how each type lays out its fields (GB/T 26875.3-2011, clause 8), and their values.

A data unit is type, number of objects, and so many objects of one layout. Where the sizes do not fit the number, what
fits is read and `Reading.problem` says what did not: nothing is guessed, and nothing that can be read is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from dispatch.intake.gb26875.frames import OWN, Frame
from dispatch.intake.gb26875.profiles import STANDARD, Profile
from dispatch.intake.gb26875.times import read_text

COUNTED = 2
"""Bytes before the objects: their type and their number."""

_COMPONENT = "system unit component address:4"
LAYOUTS: dict[int, tuple[str, ...]] = {
    1: ("system unit status:2 time",),
    2: (f"{_COMPONENT} status:2 text:31 time", f"{_COMPONENT} status:2 time", f"{_COMPONENT} access status:2 time"),
    3: (f"{_COMPONENT} analogue value:2 time",),
    4: ("system unit operation operator time",),
    5: ("system unit major minor",),
    6: ("system unit text:*",),
    7: (f"{_COMPONENT} text:31",),
    8: ("system unit time",),
    21: ("status time",),
    24: ("operation operator time",),
    25: ("major minor",),
    26: ("text:*",),
    28: ("clock time", "time"),
    61: ("system unit",),
    62: ("system unit address:4",),
    63: ("system unit address:4",),
    64: ("system unit wanted time",),
    65: ("system unit",),
    66: ("system unit",),
    67: ("system unit address:4",),
    68: ("system unit",),
    81: ("reserved",),
    84: ("wanted time",),
    85: ("reserved",),
    86: ("reserved",),
    88: ("reserved",),
    89: ("reserved",),
    90: ("time",),
    91: ("minutes",),
}
"""Type -> the layouts of one object, the standard's first. ``text:*`` is a text with its length before it."""

_SIZES = {"time": 6, "clock": 6}
_SIGNED = frozenset({"value"})


class Object(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One object; what its type does not have is None. Times are RFC 3339, or None with ``time_unread`` true.

    ``text_unread``: the description is in no code that is known, or is no text at all; what of it can be shown is.
    """

    system: int | None = None
    unit: int | None = None
    component: int | None = None
    address: int | None = None
    status: int | None = None
    text: str | None = None
    analogue: int | None = None
    value: int | None = None
    operation: int | None = None
    operator: int | None = None
    major: int | None = None
    minor: int | None = None
    access: int | None = None
    switch: int | None = None
    wanted: int | None = None
    minutes: int | None = None
    reserved: int | None = None
    clock: str | None = None
    time: str | None = None
    time_unread: bool = False
    text_unread: bool = False


class Reading(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a data unit says: its type and declared number, its objects, and what of it could not be read.

    ``restored`` says that the type is a vendor's "restored" of ``type``. ``rest`` are the bytes that were not read.
    """

    type: int | None = None
    count: int = 0
    objects: tuple[Object, ...] = ()
    restored: bool = False
    problem: str | None = None
    rest: bytes = b""


def read_objects(frame: Frame, profile: Profile = STANDARD) -> Reading:
    """Return what a frame's data unit says. Never raises: what cannot be read is in ``problem`` and ``rest``."""
    adu = frame.adu
    if len(adu) < COUNTED:
        return Reading(problem="short" if adu else None, rest=adu)
    said, count, body = adu[0], adu[1], adu[2:]
    kind = profile.restores.get(said, said)
    layouts = profile.layouts.get(said) or (*profile.layouts.get(kind, ()), *LAYOUTS.get(kind, ()))
    if not layouts:
        return Reading(type=said, count=count, problem="type", rest=body)
    objects, used, problem = _read_body(body, count, layouts, profile)
    if said >= OWN and (problem is not None or used < len(body)):
        return Reading(type=said, count=count, problem="type", rest=body)
    rest = body[used:]
    if problem is None and rest:
        problem = "longer"
    return Reading(type=kind, count=count, objects=objects, restored=kind != said, problem=problem, rest=rest)


def write_objects(kind: int, objects: Iterable[Mapping[str, int | str | bytes]], layout: str | None = None) -> bytes:
    """Write a data unit: each object's fields by name, texts as text, times as their six bytes.

    Raises KeyError where a field is missing, ValueError or OverflowError where one does not fit.
    """
    fields = _fields(layout or LAYOUTS[kind][0])
    rows = [b"".join(_write(name, size, row[name]) for name, size in fields) for row in objects]
    return bytes((kind, len(rows))) + b"".join(rows)


def read_words(data: bytes, profile: Profile = STANDARD) -> tuple[str, bool]:
    """Return a description without spaces around, and whether all of it could be read. It ends at the first NUL.

    What is in none of the profile's codes is read in the first of them, what cannot be shown left out.
    """
    data = data.split(b"\0", 1)[0]
    words, read = data.decode("gb18030", errors="ignore"), False
    for code in profile.texts:
        try:
            words, read = data.decode(code), True
        except UnicodeDecodeError:
            continue
        break
    plain = " ".join(words.split())
    return "".join(sign for sign in plain if sign.isprintable()), read and plain.isprintable()


def _read_body(
    body: bytes, count: int, layouts: tuple[str, ...], profile: Profile
) -> tuple[tuple[Object, ...], int, str | None]:
    """Return the objects, how many bytes they took, and what is wrong: ``none``, ``shorter``."""
    if any(size == 0 for _, size in _fields(layouts[0])):
        return _read_texts(body, count, layouts[0], profile)
    sizes = [_size(layout) for layout in layouts]
    for layout, size in zip(layouts, sizes, strict=True):
        if count and size * count == len(body):
            return _read_rows(body, count, layout, profile), len(body), None
    bare = layouts[0].removesuffix(" time")
    if count and bare != layouts[0] and _size(bare) * count == len(body):
        return _read_rows(body, count, bare, profile), len(body), None
    fitting = min(count, len(body) // sizes[0])
    problem = "none" if not count else "shorter" if fitting < count else None
    used = fitting * sizes[0]
    if problem is None and read_text(body[used:], profile.clock) is not None:
        used = len(body)  # some end the whole data unit with a time of its own
    return _read_rows(body, fitting, layouts[0], profile), used, problem


def _read_rows(body: bytes, count: int, layout: str, profile: Profile) -> tuple[Object, ...]:
    size, fields = _size(layout), _fields(layout)
    return tuple(_read_object(body[at : at + size], fields, profile) for at in range(0, count * size, size))


def _read_object(row: bytes, fields: tuple[tuple[str, int], ...], profile: Profile) -> Object:
    values: dict[str, int | str | bool | None] = {}
    at = 0
    for name, size in fields:
        field = row[at : at + size]
        at += size
        if name in _SIZES:
            values[name] = read_text(field, profile.clock)
            if name == "time" and values[name] is None:
                values["time_unread"] = True
        elif name == "text":
            values["text"], read = read_words(field, profile)
            values["text_unread"] = not read
        else:
            values[name] = int.from_bytes(field, "little", signed=name in _SIGNED)
    return msgspec.convert(values, Object)


def _read_texts(body: bytes, count: int, layout: str, profile: Profile) -> tuple[tuple[Object, ...], int, str | None]:
    """Read objects that end in a text with its length before it."""
    names = [name for name, _ in _fields(layout)[:-1]]
    objects: list[Object] = []
    at = 0
    for _ in range(count):
        start = at + len(names)
        end = start + 1 + body[start] if start < len(body) else len(body) + 1
        if end > len(body):
            return tuple(objects), at, "shorter"
        words, read = read_words(body[start + 1 : end], profile)
        numbers = dict(zip(names, body[at:start], strict=True))
        objects.append(msgspec.convert({**numbers, "text": words, "text_unread": not read}, Object))
        at = end
    return tuple(objects), at, None if count else "none"


@lru_cache(256)
def _fields(layout: str) -> tuple[tuple[str, int], ...]:
    """Return name and bytes of each field; 0 bytes: as many as its own first byte says."""
    fields = []
    for word in layout.split():
        name, _, size = word.partition(":")
        fields.append((name, 0 if size == "*" else int(size or _SIZES.get(name, 1))))
    return tuple(fields)


@lru_cache(256)
def _size(layout: str) -> int:
    return sum(size for _, size in _fields(layout))


def _write(name: str, size: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return value.to_bytes(size, "little", signed=name in _SIGNED)
    data = value.encode("gb18030") if isinstance(value, str) else value
    if not size:
        return bytes((len(data),)) + data
    if len(data) > size:
        msg = f"{name} has {size} bytes at most, not {len(data)}"
        raise ValueError(msg)
    return data.ljust(size, b"\0")
