"""The World kept beside the log, so that a restart folds only what came after it."""

from __future__ import annotations

import asyncio
import logging

import msgspec

from dispatch.core import state
from dispatch.core.events import decode
from dispatch.core.evolve import evolve
from dispatch.core.world import World
from dispatch.log.base import GENESIS, Log, Snapshot

logger = logging.getLogger(__name__)

EVERY_EVENTS = 20_000
"""So many events after the last snapshot the next one is written."""

PIECE_BYTES = 128 * 1024
SLICE = 2000
FORMAT = b"onethree-state-1\n"
"""The first line of a snapshot; one that begins otherwise is of another version and is folded anew from the log."""

_encode = msgspec.json.Encoder().encode


async def load(log: Log) -> World:
    """Return the World at the log's head: the newest snapshot that can be read, and every event after it."""
    world = await _from_snapshot(log)
    while stored := await log.read(world.seq, SLICE):
        for each in stored:
            world = evolve(world, decode(each.body))
        await asyncio.sleep(0)
    return world


async def save(log: Log, world: World) -> None:
    """Write a World that is durable as a snapshot; encoded piece by piece in a worker thread."""
    stored = await log.read(world.seq - 1, 1) if world.seq else []
    data = await asyncio.to_thread(encode, world)
    await log.save_snapshot(Snapshot(world.seq, stored[0].hash if stored else GENESIS, data))


def encode(world: World) -> bytes:
    """Return a World's bytes: a first line with the format, then one partial state a line."""
    return FORMAT + b"\n".join(_encode(piece) for piece in state.pieces(world, size=PIECE_BYTES))


def decode_world(data: bytes) -> World:
    """Read a World's bytes. Raises msgspec.MsgspecError or ValueError where they are of another version."""
    if not data.startswith(FORMAT):
        raise ValueError("the snapshot is of another version")
    return state.to_world(state.join(data[len(FORMAT) :].split(b"\n")))


async def _from_snapshot(log: Log) -> World:
    snapshot = await log.load_snapshot()
    if snapshot is None:
        return World()
    try:
        return await asyncio.to_thread(decode_world, snapshot.data)
    except (msgspec.MsgspecError, ValueError) as error:
        logger.warning("the snapshot at %d cannot be read (%s); folding the whole record", snapshot.seq, error)
        return World()
