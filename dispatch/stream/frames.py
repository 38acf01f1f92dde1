"""The stream's frames as bytes. An event's body goes out exactly as it is stored; only the head around it is made."""

from __future__ import annotations

import struct
from typing import Any

import orjson

Batch = list[tuple[int, bytes]]
"""Events for one reader: sequence number and stored body."""

_TEXT = 0x81
_SHORT, _MEDIUM = 126, 65536


def text_frame(payload: bytes) -> bytes:
    """Return a whole, unmasked WebSocket text frame (RFC 6455, 5.2)."""
    length = len(payload)
    if length < _SHORT:
        return bytes((_TEXT, length)) + payload
    if length < _MEDIUM:
        return struct.pack("!BBH", _TEXT, 126, length) + payload
    return struct.pack("!BBQ", _TEXT, 127, length) + payload


def event_frames(batch: Batch, prev: int) -> bytes:
    """Return the frames of consecutive events of one reader whose last one was ``prev``."""
    frames: list[bytes] = []
    for seq, body in batch:
        frames.append(text_frame(b'{"type":"event","seq":%d,"prev":%d,"event":%b}' % (seq, prev, body)))
        prev = seq
    return b"".join(frames)


def mark_frame(seq: int, prev: int) -> bytes:
    """Return the frame that says: nothing for this reader after ``prev`` up to ``seq``."""
    return json_frame(type="mark", seq=seq, prev=prev)


def json_frame(**fields: Any) -> bytes:
    """Return a frame with these fields."""
    return text_frame(orjson.dumps(fields))
