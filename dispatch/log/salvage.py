"""What can still be read of a damaged record becomes a record of its own; the damaged one is kept, set aside.

The copy ends before the first event that is missing, altered or unreadable: nothing after it can be proved.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from redis.asyncio import Redis
from redis.exceptions import RedisError

from dispatch.files import sync_folder
from dispatch.log.backup import Readable, copy_events
from dispatch.log.base import GENESIS, Head, LogError, LogUnavailable, RecordDamaged, RememberedCommand, Stored
from dispatch.log.chain import intact_part
from dispatch.log.claims import Claim, Loss
from dispatch.log.open import RECORD_FILE, on_server, open_log
from dispatch.log.redis_patience import meaning
from dispatch.log.redis_store import RedisStore
from dispatch.log.sqlite import SqliteLog
from dispatch.log.sqlite_lock import LockFile

_SLICE = 500


async def salvage(
    folder: Path, redis_url: str | None, name: str | None, *, accept_unsafe: bool, check: Callable[[Stored], None]
) -> Loss:
    """Set the damaged record aside and fill a new one with what it still holds; return what that leaves out.

    ``check`` raises `RecordDamaged` at an event that means nothing after those before it: the copy ends there too.
    Raises `LogError` where another process writes the record, or the new one cannot be made.
    """
    word = f"damaged-{uuid4().hex[:8]}"
    opened = _file_set_aside(folder, word) if redis_url is None else _server_set_aside(redis_url, name, word)
    async with opened as source, open_log(folder, redis_url, name=name, accept_unsafe=accept_unsafe) as target:
        filled = target.as_stored
        await filled.lead()
        end, why = Head(0, GENESIS), "nothing of it can be read"
        if source is not None:
            end, why = await _find_end(source, check)
            await copy_events(_IntactPart(source, end.seq), filled, end.seq)
        words = f"the record was damaged ({why}) and is kept as {word}; it goes on after event {end.seq}"
        claim = Claim(end, "", f"the damaged record {word}")
        return Loss(claim, claim, end, words)


@asynccontextmanager
async def _file_set_aside(folder: Path, word: str) -> AsyncIterator[Readable | None]:
    """Move the record's files into a folder of their own; yield what can be read there, None where nothing can."""
    source = SqliteLog(await asyncio.to_thread(_move_files, folder, word) / RECORD_FILE, create=False)
    try:
        await source.__aenter__()
    except LogError:
        yield None  # the file's very head is gone; what happened is in the loss that is noted
        return
    try:
        yield source
    finally:
        await source.__aexit__(None, None, None)


def _move_files(folder: Path, word: str) -> Path:
    """Move a record's files into a folder of their own, which is returned; nobody may be writing it."""
    lock, aside = LockFile(folder / f"{RECORD_FILE}.lock"), folder / word
    lock.acquire()
    try:
        aside.mkdir()
        for path in folder.glob(f"{RECORD_FILE}*"):
            if path.suffix != ".lock":
                path.rename(aside / path.name)
        sync_folder(folder)
    except OSError as error:
        raise LogUnavailable(f"the damaged record cannot be set aside ({error}); move it away by hand") from error
    finally:
        lock.release()
    return aside


@asynccontextmanager
async def _server_set_aside(url: str, name: str | None, word: str) -> AsyncIterator[Readable | None]:
    """Give the record's keys other names on its server; yield what can be read there."""
    url, name = on_server(url, name)
    client = Redis.from_url(url, protocol=2)
    try:
        yield await RedisStore(client, name).set_aside(word)
    except RedisError as error:
        raise meaning(error) from error
    finally:
        await client.aclose()


async def _find_end(source: Readable, check: Callable[[Stored], None]) -> tuple[Head, str]:
    """Return the last event up to which everything can be read and proved, and why it ends there."""
    head, limit = Head(0, GENESIS), _SLICE
    while True:
        try:
            events = await source.read(head.seq, limit)
        except LogError as error:
            if limit == 1:
                return head, f"event {head.seq + 1} cannot be read: {error}"
            limit = 1  # the unreadable place may lie far behind: one by one up to it
            continue
        if not events:
            return head, f"nothing follows event {head.seq}"
        intact = intact_part(head, events)
        for event in intact:
            try:
                check(event)
            except RecordDamaged as error:
                return head, str(error).split(";", maxsplit=1)[0]
            head = Head(event.seq, event.hash)
        if len(intact) < len(events):
            return head, f"event {head.seq + 1} is missing or was altered"


class _IntactPart:
    """A record up to its last provable event; remembered commands that reach beyond, or nowhere, are left out."""

    def __init__(self, source: Readable, end: int) -> None:
        self._source = source
        self._end = end

    async def read(self, after: int, limit: int) -> list[Stored]:
        return await self._source.read(after, min(limit, self._end - after))

    async def read_commands(self, after: int, limit: int) -> list[RememberedCommand]:
        found = await self._source.read_commands(after, limit)
        return [each for each in found if each.remembered.first_seq <= each.remembered.last_seq <= self._end]
