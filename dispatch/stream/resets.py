"""Snapshots for readers: a World as ``reset`` frames of at most 256 KiB, made without holding up the loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec

from dispatch.core import state
from dispatch.core.world import World
from dispatch.stream.frames import text_frame
from dispatch.stream.kept_entries import KeptEntries
from dispatch.stream.views import View, entries_for, seen_by

PART_BYTES = 176 * 1024
"""A part's state; with what may wait in a socket that takes bytes (64 KiB) it stays below 256 KiB."""

_encode = msgspec.json.Encoder().encode


async def reset_frames(
    world: World, view: View, kept: KeptEntries, *, position: Mapping[str, Any], reason: str
) -> AsyncIterator[bytes]:
    """Yield the frames that give a reader the World at its position; the loop gets a turn after each part."""
    parts: list[dict[str, msgspec.Raw]] = []
    for part in state.pieces(seen_by(world, view), size=PART_BYTES, entries=entries_for(view, kept)):
        parts.append(part)
        await asyncio.sleep(0)
    for number, part in enumerate(parts, start=1):
        frame = {
            "type": "reset",
            "reason": reason,
            "position": position,
            "part": number,
            "parts": len(parts),
            "state": part,
        }
        yield text_frame(_encode(frame))
