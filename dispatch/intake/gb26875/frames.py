"""Frames of GB/T 26875.3-2011, clause 6: made, and found in a stream by their length.

A frame is ``@@``, sequence, version, time, source, destination, length, command, data unit, checksum, ``##``. Nothing
is escaped: a data unit may hold ``@@`` and ``##``. So the length rules, never a search for the end. The checksum is the
sum of everything between ``@@`` and itself, modulo 256. Some devices send the same as text of hexadecimal digits.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Literal

START, END = b"@@", b"##"
TEXT_START, TEXT_END = b"4040", b"2323"
HEAD = 27
"""Bytes before the data unit, the start included."""
AROUND = 30
"""Bytes of a frame beside its data unit."""
LONGEST_ADU = 1024

CONTROL, DATA, CONFIRM, REQUEST, RESPONSE, DENY = 1, 2, 3, 4, 5, 6
OWN = 128
"""Commands and types from here on are the vendors' own."""
TAG = 6
"""Bytes of a time, and of an address."""

_HEADER = struct.Struct("<H2B6s6s6sHB")
_SAMPLE = 64
_PIECE = 2048
_HEX = frozenset(b"0123456789abcdefABCDEF")

Form = Literal["binary", "hex"]
Reason = Literal["noise", "length", "end", "checksum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame. ``sent`` is the time tag as it came; addresses are numbers, their low byte first on the wire.

    ``raw`` is the frame byte for byte as it came, in the ``form`` it came in; two frames that say the same are equal.
    """

    seq: int
    version: tuple[int, int] = (1, 1)
    sent: bytes
    source: int
    destination: int
    command: int
    adu: bytes = b""
    raw: bytes = field(default=b"", compare=False, repr=False)
    form: Form = field(default="binary", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What is no frame, and why. ``header`` is what could be read of it, for the denial; ``size`` its bytes.

    ``noise``: bytes that belong to no frame. ``length``: more than a data unit may have. ``end``: no ``##`` where the
    length says. ``checksum``: the sum is another. ``sample`` is its beginning, at most 64 bytes.
    """

    reason: Reason
    size: int
    sample: bytes = b""
    header: Frame | None = None


_NOISE = Broken(reason="noise", size=1)


def encode(frame: Frame) -> bytes:
    """Write a frame in its form. Raises ValueError where a field does not fit."""
    if len(frame.adu) > LONGEST_ADU or len(frame.sent) != TAG:
        msg = f"a data unit has at most {LONGEST_ADU} bytes and a time six: {len(frame.adu)} and {len(frame.sent)}"
        raise ValueError(msg)
    try:
        source, destination = frame.source.to_bytes(6, "little"), frame.destination.to_bytes(6, "little")
        head = _HEADER.pack(frame.seq, *frame.version, frame.sent, source, destination, len(frame.adu), frame.command)
    except (struct.error, OverflowError) as error:
        msg = f"a field does not fit its bytes: {error}"
        raise ValueError(msg) from error
    inner = head + frame.adu
    whole = START + inner + bytes((sum(inner) & 255,)) + END
    return whole.hex().upper().encode() if frame.form == "hex" else whole


class Scanner:
    """Finds frames in a stream, however it is cut: feed it what came, it returns what is whole.

    The same bytes give the same frames and the same `Broken`, in one piece or one by one. What it keeps is bounded by
    one frame. A frame that never ends keeps later ones waiting: where nothing has come for a while, call `give_up`.
    """

    def __init__(self) -> None:
        self._kept = bytearray()
        self._noise = 0
        self._sample = b""
        self._quiet = 0
        self.consumed = 0
        """Bytes that are done with: of frames, of what is broken, of noise. What has begun is not."""

    @property
    def waiting(self) -> bool:
        """Whether a frame has begun and is not whole."""
        return bool(self._kept)

    @property
    def noise(self) -> int:
        """Bytes of noise since the last frame, not reported yet."""
        return self._noise

    def feed(self, data: bytes) -> list[Frame | Broken]:
        """Return the frames that are whole now, and what was broken among them, in the order they came in."""
        found: list[Frame | Broken] = []
        for at in range(0, len(data), _PIECE):
            self._kept += data[at : at + _PIECE]
            found += self._scan(ended=False)
        return found

    def give_up(self) -> list[Frame | Broken]:
        """Take what has begun as broken, and return the frames that lie in it: nothing more comes of it."""
        found = self._scan(ended=True)
        self._report_noise(found)
        return found

    def _scan(self, *, ended: bool) -> list[Frame | Broken]:
        found: list[Frame | Broken] = []
        kept, at = self._kept, 0
        while True:
            start, form = _find_start(kept, at, ended=ended)
            self._skip(at, start)
            at = start
            if form is None:
                break
            result = _frame_at(kept, at, form, quiet=self._quiet > 0)
            if result is None and not ended:
                break
            if isinstance(result, Frame) or (result is not None and result.reason == "checksum"):
                self._report_noise(found)
                self._quiet = 0
                found.append(result)
                at += len(result.raw) if isinstance(result, Frame) else result.size
                continue
            if result is not None and result is not _NOISE:
                self._report_noise(found)
                self._quiet = LONGEST_ADU
                found.append(result)
            self._skip(at, at + 1)
            at += 1
        del kept[:at]
        self.consumed += at
        return found

    def _skip(self, start: int, end: int) -> None:
        if end <= start:
            return
        self._noise += end - start
        self._quiet = max(0, self._quiet - (end - start))
        if len(self._sample) < _SAMPLE:
            self._sample += bytes(self._kept[start : min(end, start + _SAMPLE - len(self._sample))])

    def _report_noise(self, found: list[Frame | Broken]) -> None:
        if self._noise:
            found.append(Broken(reason="noise", size=self._noise, sample=self._sample))
            self._noise, self._sample = 0, b""


def read_datagram(data: bytes) -> list[Frame | Broken]:
    """Return what one datagram holds: it begins and ends with itself."""
    scanner = Scanner()
    return [*scanner.feed(data), *scanner.give_up()]


def _find_start(kept: bytearray, at: int, *, ended: bool) -> tuple[int, Form | None]:
    """Return where the next frame may begin and in which form; None: nowhere, all before that place is noise."""
    binary, text = kept.find(START, at), kept.find(TEXT_START, at)
    if binary >= 0 and (text < 0 or binary < text):
        return binary, "binary"
    if text >= 0:
        return text, "hex"
    for length in () if ended else (3, 2, 1):
        tail = kept[max(at, len(kept) - length) :]
        if len(tail) == length and (START.startswith(tail) or TEXT_START.startswith(tail)):
            return len(kept) - length, None
    return len(kept), None


def _frame_at(kept: bytearray, at: int, form: Form, *, quiet: bool = False) -> Frame | Broken | None:
    """Return the frame that begins there, what is wrong with it, or None while more must come.

    ``quiet``: what is wrong was told of a place shortly before; here it is noise.
    """
    unit = 2 if form == "hex" else 1
    head = kept[at : at + HEAD * unit]
    if form == "hex" and not _HEX.issuperset(head):
        return _NOISE
    if len(head) < HEAD * unit:
        return None
    if form == "hex":
        head = bytearray.fromhex(head.decode())
    length = head[24] | head[25] << 8
    if length > LONGEST_ADU:
        return (
            _NOISE
            if quiet
            else Broken(reason="length", size=1, sample=bytes(head), header=_read(bytes(head), b"", b"", form))
        )
    end = at + (AROUND - 2 + length) * unit
    marker = END if kept.startswith(END, end) else TEXT_END
    came = kept[end : end + len(marker)]
    if len(came) < len(marker) and (not came or marker.startswith(came) or END.startswith(came)):
        return None
    raw = bytes(kept[at : end + len(marker)])
    inner = raw[: end - at]
    if came != marker or (form == "hex" and not _HEX.issuperset(inner)):
        return (
            _NOISE
            if quiet
            else Broken(reason="end", size=1, sample=bytes(head), header=_read(bytes(head), b"", b"", form))
        )
    plain = bytes.fromhex(inner.decode()) if form == "hex" else inner
    frame = _read(plain, plain[HEAD:-1], raw, form)
    if sum(plain[2:-1]) & 255 == plain[-1]:
        return frame
    if _ends_in_another(raw, form):
        return Broken(reason="end", size=1, sample=raw[:_SAMPLE], header=frame)
    return Broken(reason="checksum", size=len(raw), sample=raw[:_SAMPLE], header=frame)


def _read(head: bytes, adu: bytes, raw: bytes, form: Form) -> Frame:
    seq, major, minor, sent, source, destination, _, command = _HEADER.unpack_from(head, 2)
    return Frame(
        seq=seq,
        version=(major, minor),
        sent=sent,
        source=int.from_bytes(source, "little"),
        destination=int.from_bytes(destination, "little"),
        command=command,
        adu=adu,
        raw=raw,
        form=form,
    )


def _ends_in_another(raw: bytes, form: Form) -> bool:
    """Whether a frame that is right ends where this wrong one ends: its length was garbled and swallowed that one.

    A frame within a text does not end there, so what a broken frame's text holds is never taken for a frame.
    """
    start = TEXT_START if form == "hex" else START
    at = raw.find(start, 1)
    while at >= 0:
        inside = bytearray(raw[at:])
        unit = 2 if form == "hex" else 1
        fits = len(inside) >= AROUND * unit and _length(inside, unit) == len(inside) // unit - AROUND
        if fits and isinstance(_frame_at(inside, 0, form), Frame):
            return True
        at = raw.find(start, at + 1)
    return False


def _length(inside: bytearray, unit: int) -> int:
    if unit == 1:
        return inside[24] | inside[25] << 8
    digits = inside[48:52]
    return int.from_bytes(bytes.fromhex(digits.decode()), "little") if _HEX.issuperset(digits) else -1
