r"""Frames of ANSI/SIA DC-09 (2013 to 2026), bytes in and bytes out, without a socket or a clock.

A frame is ``LF CRC 0LLL "NAME" SEQ [Rrrr] Llll #ACCOUNT [DATA] [EXTENDED]... _HH:MM:SS,MM-DD-YYYY CR``. The CRC is
CRC-16/ARC over the text from the first quote to before the CR, as four hexadecimal digits or as two bytes; ``LLL`` is
that text's length. A ``*`` before the name tells that all behind the first bracket is encrypted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from dispatch.core.vocabulary import Struct
from dispatch.intake.dc09.cipher import Padding, decrypt, encrypt, random_pad

LONGEST_TEXT = 0xFFF
"""Bytes that a length of three hexadecimal digits can tell."""

_LF, _CR = 0x0A, 0x0D
_TEXT_HEAD = re.compile(rb"[0-9A-Fa-f]{4}0[0-9A-Fa-f]{3}\"")
_BYTES_HEAD = re.compile(rb"..0[0-9A-Fa-f]{3}\"", re.DOTALL)
_TEXT_HEAD_BYTES, _BYTES_HEAD_BYTES = 9, 7
_TEXT = re.compile(
    rb"\"(?P<cipher>\*?)(?P<name>[A-Za-z0-9-]{1,16})\"(?P<sequence>\d{4})"
    rb"(?:R(?P<receiver>[0-9A-Fa-f]{0,6}))?(?:L(?P<line>[0-9A-Fa-f]{0,6}))?(?:#(?P<account>[0-9A-Fa-f]{1,16})|A0)?"
    rb"\[(?P<rest>.*)",
    re.DOTALL,
)
_CLEAR = re.compile(rb"(?P<data>[^\[\]]*)\](?P<extended>(?:\[[^\[\]]*\])*)(?:_(?P<stamp>[^\[\]]*))?", re.DOTALL)
_STAMP = "%H:%M:%S,%m-%d-%Y"

KeyOf = Callable[[str], bytes | None]
"""Account → its key of 16, 24 or 32 bytes; None where it has none."""

Fault = Literal["crc", "length", "form", "key"]


class Unread(Exception):  # noqa: N818 - it is how a frame was found, and no failure of ours
    """A frame cannot be read: damaged on its way (``crc``, ``length``, ``form``), or its key is not ours (``key``).

    ``header`` is what could be read of one whose key is missing or wrong.
    """

    def __init__(self, fault: Fault, header: Frame | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.header = header


class Frame(Struct, frozen=True, kw_only=True):
    """One frame: ``name`` without its star, ``sequence`` as four digits, numbers as they came.

    ``data`` stands in the first brackets, ``extended`` in those after it; ``stamp`` is the sender's UTC as written.
    """

    name: str
    sequence: str = "0000"
    receiver: str | None = None
    line: str | None = None
    account: str | None = None
    data: bytes = b""
    extended: tuple[bytes, ...] = ()
    stamp: str | None = None
    encrypted: bool = False

    def sent_at(self) -> datetime | None:
        """Return the sender's time in UTC; None where the frame has none that can be read."""
        return read_stamp(self.stamp)


def crc16(text: bytes) -> int:
    """Return CRC-16/ARC: polynomial 0x8005 reflected, from 0."""
    value = 0
    for byte in text:
        value = (value >> 8) ^ _CRCS[(value ^ byte) & 0xFF]
    return value


def _crc_of(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ (0xA001 if byte & 1 else 0)
    return byte


_CRCS = tuple(_crc_of(byte) for byte in range(256))


def stamp_of(at: datetime) -> str:
    """Return a time as a frame writes it."""
    return at.astimezone(UTC).strftime(_STAMP)


def read_stamp(stamp: str | None) -> datetime | None:
    """Return the UTC of a stamp; None where it is none."""
    try:
        return datetime.strptime(stamp or "", _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


class Scanner:
    """Finds frames in a stream. Noise, frames cut short and wrong lengths cost what they are, never the next frame.

    At most a frame's length is kept; a frame ends with its CR, which no text holds.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Take what came and return the whole frames in it, LF to CR."""
        self._buffer += data
        frames: list[bytes] = []
        while (start := self._buffer.find(_LF)) >= 0:
            del self._buffer[:start]
            head = _head_bytes(self._buffer)
            if head is None:  # not enough came to tell
                return frames
            if head == 0:
                del self._buffer[:1]
                continue
            end = self._buffer.find(_CR, head)
            again = self._buffer.find(_LF, head, end if end >= 0 else len(self._buffer))
            if again >= 0:  # cut short: the next one has begun
                del self._buffer[:again]
            elif end >= 0:
                frames.append(bytes(self._buffer[: end + 1]))
                del self._buffer[: end + 1]
            elif len(self._buffer) > head + LONGEST_TEXT + 1:
                del self._buffer[:1]
            else:
                return frames
        self._buffer.clear()
        return frames


def _head_bytes(buffer: bytearray) -> int | None:
    """Return where the text of a frame at a buffer's start begins; 0: it is none, None: it cannot be told yet."""
    if _TEXT_HEAD.match(buffer, 1):
        return _TEXT_HEAD_BYTES
    if _BYTES_HEAD.match(buffer, 1):
        return _BYTES_HEAD_BYTES
    return None if len(buffer) <= _TEXT_HEAD_BYTES else 0


def read_frame(raw: bytes, key_of: KeyOf) -> Frame:
    """Read one frame, LF to CR. Raises `Unread`."""
    head = _head_bytes(bytearray(raw[: _TEXT_HEAD_BYTES + 1]))
    if not head or raw[:1] != b"\n" or raw[-1:] != b"\r":
        raise Unread("form")
    text = raw[head:-1]
    if int(raw[head - 3 : head], 16) != len(text):
        raise Unread("length")
    told = int(raw[1:5], 16) if head == _TEXT_HEAD_BYTES else int.from_bytes(raw[1:3], "big")
    if told != crc16(text):
        raise Unread("crc")
    found = _TEXT.fullmatch(text)
    if found is None:
        raise Unread("form")
    header = _header(found)
    if not header.encrypted:
        return _with_clear(header, found["rest"])
    clear = decrypt(key_of(header.account or ""), found["rest"])
    if clear is None:
        raise Unread("key", header)
    try:
        return _with_clear(header, clear)
    except Unread as error:
        raise Unread("key", header) from error


def _header(found: re.Match[bytes]) -> Frame:
    def word(group: str) -> str | None:
        part: bytes | None = found[group]
        return None if part is None else part.decode("ascii")

    return Frame(
        name=word("name") or "",
        sequence=word("sequence") or "",
        receiver=word("receiver"),
        line=word("line"),
        account=word("account"),
        encrypted=bool(found["cipher"]),
    )


def _with_clear(header: Frame, clear: bytes) -> Frame:
    found = _CLEAR.fullmatch(clear)
    if found is None:
        raise Unread("form")
    data: bytes = found["data"]
    if header.encrypted:  # what stands before the first bar is the padding; with no bar there is no data
        data = data.partition(b"|")[2]
    extended: bytes = found["extended"]
    stamp: bytes | None = found["stamp"]
    return Frame(
        name=header.name,
        sequence=header.sequence,
        receiver=header.receiver,
        line=header.line,
        account=header.account,
        encrypted=header.encrypted,
        data=data,
        extended=tuple(extended[1:-1].split(b"][")) if extended else (),
        stamp=None if stamp is None else stamp.decode("ascii", "replace"),
    )


def encode_frame(
    frame: Frame, key: bytes | None = None, *, pad: Padding = random_pad, crc_bytes: bool = False
) -> bytes:
    """Return a frame's bytes. An encrypted one needs its key (`ValueError`); ``pad`` gives its padding."""
    behind = b"]" + b"".join(b"[" + each + b"]" for each in frame.extended)
    behind += b"" if frame.stamp is None else b"_" + frame.stamp.encode()
    if frame.encrypted:
        if key is None:
            raise ValueError("an encrypted frame needs a key")
        rest = encrypt(key, (b"|" + frame.data if frame.data else b"") + behind, pad)
    else:
        rest = frame.data + behind
    return wrap(_header_text(frame) + b"[" + rest, crc_bytes=crc_bytes)


def wrap(text: bytes, *, crc_bytes: bool = False) -> bytes:
    """Return a text as a frame's bytes; ``crc_bytes`` writes the CRC as two bytes."""
    crc = crc16(text)
    head = crc.to_bytes(2, "big") if crc_bytes else b"%04X" % crc
    return b"\n" + head + b"0%03X" % len(text) + text + b"\r"


def _header_text(frame: Frame) -> bytes:
    parts = [f'"{"*" if frame.encrypted else ""}{frame.name}"{frame.sequence}']
    if frame.receiver is not None:
        parts.append(f"R{frame.receiver}")
    if frame.line is not None:
        parts.append(f"L{frame.line}")
    if frame.account is not None:
        parts.append(f"#{frame.account}")
    return "".join(parts).encode()
