"""The World kept beside the log, so that a restart folds only what came after it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from dispatch.core import state
from dispatch.core.events import AnyEvent, decode
from dispatch.core.evolve import evolve
from dispatch.core.world import World
from dispatch.log.base import GENESIS, Head, Log, RecordDamaged, Snapshot, Stored
from dispatch.log.chain import check_follows

logger = logging.getLogger(__name__)

EVERY_EVENTS = 20_000
"""So many events after the last snapshot the next one is written."""

PIECE_BYTES = 32 * 1024
"""A piece takes less than a millisecond, and then the event loop has the interpreter for as long (`PAUSE_S`)."""

PAUSE_S = 0.001
SLICE = 2000
FORMAT = b"onethree-state-1\n"
"""The first line of a snapshot; one that begins otherwise is of another version and is folded anew from the log."""

_BEGINNING = Head(0, GENESIS)

_encode = msgspec.json.Encoder().encode


class Loaded(NamedTuple):
    """The World at a log's head, and the event up to which a snapshot gave it; 0 where every event was folded."""

    world: World
    snapshot_seq: int


async def load(log: Log) -> World:
    """Return the World at the log's head. Raises `RecordDamaged`."""
    return (await load_from(log)).world


async def load_from(log: Log) -> Loaded:
    """Return the World at the log's head: the newest snapshot that can be believed, and every event after it.

    Raises `RecordDamaged` at the first event that does not follow from the one before or cannot be read.
    """
    world, head = await _from_snapshot(log)
    snapshot_seq = world.seq
    while stored := await log.read(world.seq, SLICE):
        head = check_follows(head, stored)
        world = fold(world, stored)
        await asyncio.sleep(0)
    return Loaded(world, snapshot_seq)


def fold(world: World, stored: Iterable[Stored]) -> World:
    """Return the World after stored events that follow it. Raises `RecordDamaged` at the first that makes no sense."""
    for each in stored:
        event = read_event(each)
        try:
            world = evolve(world, event)
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            raise RecordDamaged(
                f"event {each.seq} of the record cannot follow from the events before it ({error!r}); restore a backup"
            ) from error
    return world


def read_event(stored: Stored) -> AnyEvent:
    """Read a stored event. Raises `RecordDamaged` where its body is none, or says that it is another one."""
    try:
        event = decode(stored.body)
    except (msgspec.MsgspecError, ValueError) as error:
        raise RecordDamaged(
            f"event {stored.seq} of the record cannot be read ({error}); if a newer onethree wrote it, use that one, "
            "else restore a backup"
        ) from error
    if event.seq != stored.seq:
        raise RecordDamaged(f"event {stored.seq} of the record calls itself {event.seq}; restore a backup")
    return event


async def save(log: Log, world: World) -> None:
    """Write a World that is durable as a snapshot; encoded piece by piece in a worker thread."""
    stored = await log.read(world.seq - 1, 1) if world.seq else []
    data = await asyncio.to_thread(encode, world, pause_s=PAUSE_S)
    await log.save_snapshot(Snapshot(world.seq, stored[0].hash if stored else GENESIS, data))


def encode(world: World, *, pause_s: float = 0.0) -> bytes:
    """Return a World's bytes: a first line with the format, then one partial state a line.

    ``pause_s`` is for a thread beside the event loop: between pieces the interpreter is the loop's alone.
    """
    lines: list[bytes] = []
    for piece in state.pieces(world, size=PIECE_BYTES):
        lines.append(_encode(piece))
        time.sleep(pause_s)
    return FORMAT + b"\n".join(lines)


def decode_world(data: bytes) -> World:
    """Read a World's bytes. Raises msgspec.MsgspecError or ValueError where they are of another version."""
    if not data.startswith(FORMAT):
        raise ValueError("the snapshot is of another version")
    return state.to_world(state.join(data[len(FORMAT) :].split(b"\n")))


async def _from_snapshot(log: Log) -> tuple[World, Head]:
    """Return the World of a snapshot and the position that it stands for; the beginning where there is none."""
    snapshot = await log.load_snapshot()
    if snapshot is None:
        return World(), _BEGINNING
    try:
        world = await asyncio.to_thread(decode_world, snapshot.data)
    except (msgspec.MsgspecError, ValueError) as error:
        logger.warning("the snapshot at %d cannot be read (%s); folding the whole record", snapshot.seq, error)
        return World(), _BEGINNING
    if world.seq != snapshot.seq:
        logger.warning("the snapshot at %d holds the World at %d; folding the whole record", snapshot.seq, world.seq)
        return World(), _BEGINNING
    return world, Head(snapshot.seq, snapshot.hash)
