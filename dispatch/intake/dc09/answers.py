"""What a receiver answers (SIA DC-09, 5.5.3 to 5.5.5): an acknowledgement, that the time is wrong, or that it cannot.

A frame that came damaged is answered by silence, so that it is sent again. A code that nobody knows is acknowledged:
panels send what they are told ``DUH`` of without end.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from dispatch.intake.dc09.cipher import Padding, random_pad
from dispatch.intake.dc09.frames import Frame, encode_frame, stamp_of, wrap

BEHIND = timedelta(seconds=40)
AHEAD = timedelta(seconds=20)
"""How far the time of an encrypted frame may be behind or ahead of ours (5.5.1.9)."""

NAK_FIELDS = "0000R0L0A0"
"""What stands in ``NAK`` in place of sequence, receiver, line and account: as panels' libraries write it."""

_NOT_SENT_BY_PANELS = frozenset({"ACK", "NAK", "DUH", "RSP"})

Kind = Literal["heartbeat", "event", "late", "answer"]


def kind_of(frame: Frame, now: datetime) -> Kind:
    """Tell a link test from an event, from an encrypted one whose time is not ours, and from another's answer."""
    if frame.name.upper() in _NOT_SENT_BY_PANELS:
        return "answer"
    if frame.encrypted:
        sent = frame.sent_at()
        if sent is None or not now - BEHIND <= sent <= now + AHEAD:
            return "late"
    return "heartbeat" if frame.name.upper() in {"NULL", "XNM"} else "event"


def ack(frame: Frame, now: datetime, key: bytes | None = None, *, pad: Padding = random_pad) -> bytes:
    """Return the acknowledgement: its fields are the frame's, an encrypted one is answered encrypted, with our time."""
    return encode_frame(
        Frame(
            name="ACK",
            sequence=frame.sequence,
            receiver=frame.receiver,
            line=frame.line,
            account=frame.account,
            stamp=stamp_of(now) if frame.encrypted else None,
            encrypted=frame.encrypted,
        ),
        key,
        pad=pad,
    )


def nak(now: datetime) -> bytes:
    """Return that the frame's time is not ours, with ours: never encrypted."""
    return wrap(f'"NAK"{NAK_FIELDS}[]_{stamp_of(now)}'.encode())


def duh(frame: Frame) -> bytes:
    """Return that the frame came whole and cannot be used: its key is not ours."""
    return encode_frame(
        Frame(
            name="DUH",
            sequence=frame.sequence,
            receiver=frame.receiver,
            line=frame.line,
            account=frame.account,
        )
    )
