"""A document read by a mapping: what it says of which device, as signals."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from dispatch.core.signal import Condition, Measured, Operation, Protocol, Signal
from dispatch.intake.mapping.model import Form, Mapping, Point
from dispatch.intake.mapping.paths import MISSING, find_in, put_in, word_of
from dispatch.intake.mapping.times import read_time

MOST_ENTRIES = 1_000
"""So many entries of a list in one message are read; the rest is told as not read."""

WORDS = 200
"""So many characters are kept of a value that could not be read."""


class Given(NamedTuple):
    """What is known of a document before it is read: whose it is, and what its envelope says."""

    gateway: str
    protocol: Protocol
    topic: str = ""
    product: str = ""
    device: str | None = None
    occurred_at: str | None = None
    sent_at: str | None = None


class _Said:
    """What a document says, gathered value by value."""

    def __init__(self) -> None:
        self.raised: dict[Condition, None] = {}
        self.cleared: dict[Condition, None] = {}
        self.measured: list[Measured] = []
        self.operation: Operation | None = None
        self.whole = False
        self.test = False
        self.unread: dict[str, str] = {}


def read_document(mapping: Mapping, document: Any, given: Given) -> tuple[Signal, ...]:
    """Return what a document says; ``document`` is JSON as Python values, and may be changed by it."""
    for path, form in mapping.unpack:
        _unpack(document, path, form)
    entries = [document] if mapping.each is None else find_in(document, mapping.each)
    if not isinstance(entries, list):
        entries = []
    return tuple(_read(mapping, entry, document, given) for entry in entries[:MOST_ENTRIES])


def unmapped(given: Given, why: str) -> Signal:
    """Return the signal of a message that no mapping is for: somebody spoke, and what was said is not read."""
    return Signal(
        gateway=given.gateway,
        protocol=given.protocol,
        address=given.device,
        occurred_at=given.occurred_at,
        sent_at=given.sent_at,
        unread={"message": why},
    )


def _read(mapping: Mapping, entry: Any, document: Any, given: Given) -> Signal:
    said = _Said()
    rooted = _Rooted(entry, document, given)
    for point in mapping.points:
        _read_point(point, rooted, said)
    fields = {name: rooted.find(path) for name, path in mapping.fields.items()}
    occurred_at = given.occurred_at
    if (time := fields.get("occurred_at", MISSING)) not in (MISSING, None):
        form = mapping.source.fields.occurred_at.form if mapping.source.fields.occurred_at is not None else "text"
        occurred_at = read_time(time, form)
        if occurred_at is None:
            said.unread["occurred_at"] = _words(time)
    address = word_of(fields.get("address", MISSING))
    return Signal(
        gateway=given.gateway,
        protocol=given.protocol,
        address=address or given.device,
        device_kind=_kind(mapping, rooted, said),
        text=word_of(fields.get("text", MISSING)) or None,
        raised=tuple(said.raised),
        cleared=tuple(each for each in said.cleared if each not in said.raised),
        whole=said.whole,
        measured=tuple(said.measured),
        operation=said.operation,
        operator=word_of(fields.get("operator", MISSING)) or None,
        test=said.test,
        occurred_at=occurred_at,
        sent_at=given.sent_at,
        unread=said.unread,
    )


class _Rooted(NamedTuple):
    """Where paths begin: at the entry; ``$root`` is the whole document, ``$topic`` the topic's levels."""

    entry: Any
    document: Any
    given: Given

    def find(self, path: Any) -> Any:
        match path[0].name:
            case "$root":
                return find_in(self.document, path[1:])
            case "$topic":
                return find_in(self.given.topic.split("/"), path[1:])
            case "$product":
                return self.given.product
            case "$device":
                return MISSING if self.given.device is None else self.given.device
        return find_in(self.entry, path)


def _read_point(point: Point, rooted: _Rooted, said: _Said) -> None:
    if any(word_of(rooted.find(path)) != word for path, word in point.when):
        return
    value, source = rooted.find(point.path), point.source
    if value is MISSING or value is None:
        return
    if point.values:
        _by_table(point, value, said)
    elif source.bits:
        number = _integer(value)
        if number is None:
            said.unread[point.text] = _words(value)
            return
        for bit, condition in source.bits.items():
            (said.raised if number >> int(bit) & 1 else said.cleared)[condition] = None
    elif source.flag is not None:
        word = word_of(value).lower()
        if word in ("1", "true", "on", "yes"):
            said.raised[source.flag] = None
        elif word in ("0", "false", "off", "no", "normal"):
            said.cleared[source.flag] = None
        else:
            said.unread[point.text] = _words(value)
    else:
        _measure(point, value, said)


def _by_table(point: Point, value: Any, said: _Said) -> None:
    """Read a value, or each of a list of values, by the table."""
    for each in value if isinstance(value, list) else (value,):
        meaning = point.values.get(word_of(each)) if not isinstance(each, list | dict) else None
        if meaning is None:
            said.unread[point.text] = _words(each)
            continue
        said.raised.update(dict.fromkeys(meaning.raised))
        said.cleared.update(dict.fromkeys(meaning.cleared))
        said.whole |= meaning.whole
        said.test |= meaning.test
        said.operation = meaning.operation or said.operation


def _measure(point: Point, value: Any, said: _Said) -> None:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if number in point.source.none:
        return
    found = number * point.source.scale + point.source.offset
    if not math.isfinite(found):
        said.unread[point.text] = _words(value)
        return
    said.measured.append(Measured(what=point.source.what or "", value=round(found, 9), unit=point.source.unit))


def _kind(mapping: Mapping, rooted: _Rooted, said: _Said) -> str | None:
    if mapping.kinds is None or mapping.source.kinds is None:
        return mapping.source.kind
    word = word_of(rooted.find(mapping.kinds))
    found = mapping.source.kinds.values.get(word)
    if found is None and word:
        said.unread[mapping.source.kinds.path] = _words(word)
    return found or mapping.source.kind


def _unpack(document: Any, path: Any, form: Form) -> None:
    """Unpack a value in its place; one that cannot be stays as it is, and what points into it finds nothing."""
    packed = find_in(document, path)
    if not isinstance(packed, str):
        return
    try:
        match form:
            case "json":
                value: Any = msgspec.json.decode(packed)
            case "base64-json":
                value = msgspec.json.decode(base64.b64decode(packed, validate=True))
            case "base64-bytes":
                value = list(base64.b64decode(packed, validate=True))
            case "hex-bytes":
                value = list(bytes.fromhex(packed))
    except (ValueError, binascii.Error, RecursionError):  # msgspec's errors are values' errors
        return
    put_in(document, path, value)


def _integer(value: Any) -> int | None:
    word = word_of(value)
    try:
        return int(word, 0) if word else None
    except ValueError:
        return None


def _words(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text[:WORDS]


def fits_topic(topic: str, wanted: Iterable[str]) -> bool:
    """Whether a topic is one of MQTT filters' (MQTT 5, 4.7): ``+`` is one level, ``#`` at the end all the rest."""
    levels = topic.split("/")
    return any(_fits(levels, each.split("/")) for each in wanted)


def _fits(levels: list[str], wanted: list[str]) -> bool:
    if levels[0].startswith("$") and wanted[0] in ("+", "#"):
        return False
    for number, each in enumerate(wanted):
        if each == "#":
            return True
        if number >= len(levels) or each not in ("+", levels[number]):
            return False
    return len(levels) == len(wanted)
