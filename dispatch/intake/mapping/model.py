"""A mapping as its file has it, checked when it is read: `docs/signals.md` explains it with examples.

name = "smoke-nb"
kind = "smoke_detector"

[for]
profile = ["ctwing"]
product = ["15000001"]

[fields]
address = "deviceId"

[[read]]
path = "payload.serviceData.Alarm_Status"
values = { "1" = "raise fire", "7" = "normal" }
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Dict
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from dispatch.core.signal import CONDITIONS, Condition, Operation
from dispatch.intake.mapping.paths import Path, read_path
from dispatch.intake.mapping.times import FORMS
from stations.device_kinds import DEVICE_KINDS

OPERATIONS: tuple[Operation, ...] = get_args(Operation)

Form = Literal["base64-json", "json", "base64-bytes", "hex-bytes"]
"""How a packed value is unpacked: ``…-bytes`` become a list of numbers, which a path can point into."""


class MappingError(ValueError):
    """A mapping cannot be used; the message says where and why."""


class Meaning(NamedTuple):
    """What one value means: conditions that begin and end, all others ending (``whole``), a deed, a state of test."""

    raised: tuple[Condition, ...] = ()
    cleared: tuple[Condition, ...] = ()
    whole: bool = False
    operation: Operation | None = None
    test: bool = False


def read_meaning(text: str) -> Meaning:
    """Read the words of a meaning: ``raise fire, test``; ``clear low_battery``; ``normal``; ``operation silence``;
    ``nothing``. Raises `ValueError`."""
    found = Meaning()
    for clause in text.split(","):
        match clause.split():
            case ["raise", word] if word in CONDITIONS:
                found = found._replace(raised=(*found.raised, word))
            case ["clear", word] if word in CONDITIONS:
                found = found._replace(cleared=(*found.cleared, word))
            case ["operation", word] if word in OPERATIONS:
                found = found._replace(operation=word)
            case ["normal"]:
                found = found._replace(whole=True)
            case ["test"]:
                found = found._replace(test=True)
            case ["nothing"]:
                pass
            case _:
                raise ValueError(
                    f"{clause.strip()!r} means nothing: write raise or clear with one of {', '.join(CONDITIONS)}; "
                    f"operation with one of {', '.join(OPERATIONS)}; normal, test or nothing"
                )
    return found


class TimeIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a time is, and how it is written."""

    path: str
    form: str = "text"


class FieldsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the common fields are."""

    address: str | None = None
    text: str | None = None
    operator: str | None = None
    occurred_at: TimeIn | None = None


class KindsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the device's kind is, by the product's words."""

    path: str
    values: dict[str, str]


class ForIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which messages a mapping is for: each that is named must fit; ``topic`` are MQTT filters."""

    profile: list[str] = []
    product: list[str] = []
    topic: list[str] = []


class ReadIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value: by table, by bits, as a flag, or measured; only where ``when`` fits (path → word)."""

    path: str
    values: dict[str, str] = {}
    bits: dict[str, Condition] = {}
    flag: Condition | None = None
    what: str | None = None
    unit: str = ""
    scale: float = 1.0
    offset: float = 0.0
    none: list[float] = []
    when: dict[str, str] = {}


class MappingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"applies": "for"}):
    """The file."""

    name: str
    applies: ForIn
    read: list[ReadIn]
    title: str = ""
    kind: str | None = None
    kinds: KindsIn | None = None
    each: str | None = None
    unpack: dict[str, Form] = {}
    fields: FieldsIn = FieldsIn()


class Point(NamedTuple):
    """One value to be read, ready for use."""

    text: str
    path: Path
    source: ReadIn
    values: Dict[str, Meaning]
    when: tuple[tuple[Path, str], ...]


class Mapping(NamedTuple):
    """A mapping ready for use; ``text`` is its file's content."""

    source: MappingIn
    text: str
    points: tuple[Point, ...]
    unpack: tuple[tuple[Path, Form], ...]
    each: Path | None
    fields: Dict[str, Path]
    kinds: Path | None

    @property
    def name(self) -> str:
        """What it is called: its file is named so."""
        return self.source.name


def read_mapping(text: str) -> Mapping:
    """Read a mapping. Raises `MappingError`."""
    try:
        source = msgspec.convert(tomllib.loads(text), MappingIn)
        return _ready(source, text)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, ValueError) as error:
        raise MappingError(str(error)) from error


def _ready(source: MappingIn, text: str) -> Mapping:
    if not source.name.replace("-", "").replace("_", "").isalnum() or not source.name.isascii():
        raise ValueError(f"name {source.name!r}: letters, digits, - and _ only")
    kinds = () if source.kinds is None else source.kinds.values.values()
    for kind in (source.kind, *kinds):
        if kind is not None and kind not in DEVICE_KINDS:
            raise ValueError(f"{kind!r} is no kind of device; kinds are: {', '.join(DEVICE_KINDS)}")
    times = source.fields.occurred_at
    if times is not None and times.form not in FORMS:
        raise ValueError(f"form {times.form!r} of a time is unknown; forms are: {', '.join(FORMS)}")
    named: dict[str, Any] = {
        "address": source.fields.address,
        "text": source.fields.text,
        "operator": source.fields.operator,
        "occurred_at": times.path if times is not None else None,
    }
    return Mapping(
        source=source,
        text=text,
        points=tuple(map(_point, source.read)),
        unpack=tuple((read_path(path), form) for path, form in source.unpack.items()),
        each=read_path(source.each) if source.each else None,
        fields={name: read_path(path) for name, path in named.items() if path},
        kinds=read_path(source.kinds.path) if source.kinds is not None else None,
    )


def _point(source: ReadIn) -> Point:
    if sum((bool(source.values), bool(source.bits), source.flag is not None, source.what is not None)) != 1:
        raise ValueError(f"read {source.path!r}: give one of values, bits, flag or what")
    for bit in source.bits:
        if not (bit.isascii() and bit.isdigit() and int(bit) < 64):  # noqa: PLR2004 - of a word
            raise ValueError(f"read {source.path!r}: bit {bit!r} is no number from 0 to 63")
    return Point(
        text=source.path,
        path=read_path(source.path),
        source=source,
        values={word: read_meaning(meaning) for word, meaning in source.values.items()},
        when=tuple((read_path(path), word) for path, word in source.when.items()),
    )
