r"""The data of a DC-09 frame as signals: blocks of SIA DC-03 (``Nri1/FA12^text^``), Contact ID (``1110 01 005``).

A device's address is its zone without leading zeros, after its area and a hyphen where an area is told: zone 12 of area
1 is ``1-12`` in both languages. Zone 0 is the panel itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from dispatch.core.signal import Signal
from dispatch.intake.dc09.codes import CONTACT_ID, SIA, Meaning
from dispatch.intake.dc09.frames import Frame, read_stamp

ZONES_AT_MOST = 64
"""Events of one frame that are read; a frame of 4 KiB holds no more that mean anything."""

TEXT_CHARS = 120

_MODIFIER = re.compile(r"([a-z]{2})([0-9:.\-]*)")
_EVENT = re.compile(r"([A-Z]{2})([0-9A-Za-z]*)(?:\*[^\^/]*)?")
_CONTACT_ID = re.compile(r"([136])([0-9A-F]{3})\s?([0-9A-F]{2})\s?([0-9A-F]{3})")
_WORDS = re.compile(r"\^([^\^]*)\^?")
_RESTORED = "3"


class _Told(NamedTuple):
    """One event as it stands in a block."""

    code: str
    meaning: Meaning | None
    area: str = ""
    zone: str = ""
    text: str = ""


def signals_of(frame: Frame, gateway: str) -> tuple[Signal, ...]:
    """Return what a frame says, a signal for each event; what cannot be read is one with the reason in ``unread``.

    A link test and a periodic test say nothing but that the panel is there: no signal.
    """
    match frame.name.upper():
        case "NULL" | "XNM":
            return ()
        case "SIA-DCS":
            told = list(_sia(_text_of(frame.data)))
        case "ADM-CID":
            told = list(_contact_id(_text_of(frame.data)))
        case name:
            return (_strange(frame, gateway, {"name": name, "data": _text_of(frame.data)[:TEXT_CHARS]}),)
    if not told:
        return (_strange(frame, gateway, {"data": _text_of(frame.data)[:TEXT_CHARS]}),)
    found = (_signal(frame, gateway, each) for each in told[:ZONES_AT_MOST])
    return tuple(each for each in found if each is not None)


def unread_signal(frame: Frame, gateway: str, unread: dict[str, str]) -> Signal:
    """Return a signal that only tells what could not be read."""
    return _strange(frame, gateway, unread)


def _sia(text: str) -> Iterator[_Told]:
    """Read blocks of SIA DC-03. Text in an ``A`` block belongs to the events before it."""
    blocks = [block for block in text.split("|") if block and not block.startswith("#")]
    said = " ".join(block[1:].strip() for block in blocks if block.startswith("A"))
    for block in blocks:
        if block[:1] in {"N", "O"}:
            yield from _sia_block(block[1:], said)


def _sia_block(block: str, said: str) -> Iterator[_Told]:
    area = ""
    for packet in block.split("/"):
        rest = packet
        while found := _MODIFIER.match(rest):
            rest = rest[found.end() :]
            value = found[2]
            if not value and re.fullmatch(r"[0-9A-F]+", rest):
                value, rest = rest, ""
            if found[1] == "ri":
                area = value.lstrip("0")
        event = _EVENT.match(rest)
        if event is None:
            continue
        words = _WORDS.search(rest, event.end())
        own = words[1].strip() if words else ""
        yield _Told(event[1], SIA.get(event[1]), area, event[2].lstrip("0"), own or said)


def _contact_id(text: str) -> Iterator[_Told]:
    for block in text.split("|"):
        found = _CONTACT_ID.fullmatch(block.strip().upper())
        if found is None:
            continue
        meaning = CONTACT_ID.get(found[2])
        if meaning is not None and found[1] == _RESTORED:
            meaning = meaning._replace(
                words=f"{meaning.words}, restored", raised=(), cleared=meaning.raised, operation=None
            )
        yield _Told(found[2], meaning, found[3].lstrip("0"), found[4].lstrip("0"))


def _signal(frame: Frame, gateway: str, told: _Told) -> Signal | None:
    meaning, where = told.meaning, "-".join(part for part in (told.area, told.zone) if part)
    if meaning is None:
        return _strange(frame, gateway, {"event": f"{told.code} {where}".strip()}, told.text or None)
    if meaning.strange:
        return _strange(frame, gateway, {"event": f"{told.code} {where} {meaning.words}"}, told.text or meaning.words)
    if not (meaning.raised or meaning.cleared or meaning.operation):
        return None
    address = None if meaning.by_user or not told.zone else where
    kind = meaning.kind
    if kind == "fire_detector" and address is None:
        kind = "fire_panel"
    sent, occurred = frame.sent_at(), _occurred(frame)
    return Signal(
        gateway=gateway,
        protocol="dc09",
        address=address,
        device_kind=kind,
        text=(told.text or meaning.words)[:TEXT_CHARS],
        raised=meaning.raised,
        cleared=meaning.cleared,
        operation=meaning.operation,
        operator=told.zone or None if meaning.by_user else None,
        occurred_at=_written(occurred),
        sent_at=_written(sent),
    )


def _strange(frame: Frame, gateway: str, unread: dict[str, str], text: str | None = None) -> Signal:
    return Signal(
        gateway=gateway,
        protocol="dc09",
        text=None if text is None else text[:TEXT_CHARS],
        unread=unread,
        occurred_at=_written(_occurred(frame)),
        sent_at=_written(frame.sent_at()),
    )


def _occurred(frame: Frame) -> datetime | None:
    """Return the time of occurrence (extended data ``H``)."""
    for each in frame.extended:
        if each[:1] == b"H":
            return read_stamp(each[1:].decode("ascii", "replace"))
    return None


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def _text_of(data: bytes) -> str:
    """Return the text of data: ASCII by the standard, UTF-8 or GB 18030 of panels that say more."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
