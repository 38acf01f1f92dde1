"""Copies of a record: taken beside a running hub from any kind of record, put back into an empty one.

A backup is a SQLite record file of its own, with the events, the hashes and the remembered command ids; it can be
verified like any record. A restored record has a new epoch: clients that knew the lost one start over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from dispatch.files import sync_folder
from dispatch.log.base import Batch, CommandKey, Log, LogError, RecordDamaged, RememberedCommand, Stored
from dispatch.log.sqlite import SqliteLog
from dispatch.log.verify import Progress, verify

_SLICE = 500  # a hub that backs itself up goes on with its work in between


class Readable(Protocol):
    """What can be copied: events and remembered commands, read as from a `Log`."""

    async def read(self, after: int, limit: int) -> list[Stored]:
        """As `Log.read`."""

    async def read_commands(self, after: int, limit: int) -> list[RememberedCommand]:
        """As `Log.read_commands`."""


async def backup(log: Log, file: Path, progress: Progress | None = None) -> int:
    """Copy everything that is durable now into a new file; return the last event's number.

    The file appears under its name only when it is complete and on stable storage. Raises `LogError`, also where the
    file exists already.
    """
    part = _make_way(file)
    async with SqliteLog(part, epoch=log.epoch) as copy:
        await copy.lead()
        await copy_events(log, copy, log.head.seq, progress)
        copied = copy.head
    original = await log.read(copied.seq - 1, 1) if copied.seq else []
    if original and original[0].hash != copied.hash:
        _remove(part)
        raise RecordDamaged(f"the record's events up to {copied.seq} do not agree with their hashes; verify the record")
    _publish(part, file)
    return copied.seq


async def restore(file: Path, log: Log, progress: Progress | None = None) -> int:
    """Fill an empty record from a backup whose chain holds; return the last event's number.

    The target keeps the epoch that it got when it was made. Raises `RecordDamaged` where the backup's chain is broken
    and `LogError` where the target holds events. Where it is interrupted, remove the target and start again.
    """
    if log.head.seq:
        raise LogError(f"the record to restore into holds {log.head.seq} events already; restore into an empty one")
    async with SqliteLog(file, create=False) as copy:
        report = await verify(copy)
        if not report.ok:
            raise RecordDamaged(f"the backup {file} is damaged: {report.words}; use another one")
        await log.as_stored.lead()
        await copy_events(copy, log.as_stored, copy.head.seq, progress)
        if log.head != copy.head:
            raise RecordDamaged(
                f"the restored record does not end as the backup {file} does; remove it and start again"
            )
        return copy.head.seq


async def copy_events(source: Readable, target: Log, last_seq: int, progress: Progress | None = None) -> None:
    """Append all of the source's events up to ``last_seq``, each command's as one batch."""
    done = 0
    while done < last_seq:
        events = await source.read(done, min(_SLICE, last_seq - done))
        if not events:
            raise RecordDamaged(f"the events after {done} are missing from the record; verify it")
        commands = await source.read_commands(done, len(events))
        events += await source.read(events[-1].seq, _overhang(commands, events[-1].seq))
        for batch in _batches(events, commands):
            target.append(batch)
        done = events[-1].seq
        await target.wait_beyond(done - 1)
        if progress is not None:
            progress(done, last_seq)


def _overhang(commands: Sequence[RememberedCommand], last_seq: int) -> int:
    """How many more events belong to a command whose first event is not after ``last_seq``."""
    return max((kept.last_seq - last_seq for _, kept in commands if kept.first_seq <= last_seq), default=0)


def _batches(events: Sequence[Stored], commands: Sequence[RememberedCommand]) -> Iterator[Batch]:
    """Put the events of each remembered command together again; every other event is a batch of its own."""
    by_first = {command.remembered.first_seq: command for command in commands}
    index = 0
    while index < len(events):
        first_seq = events[index].seq
        command = by_first.get(first_seq)
        n_events = 1 if command is None else command.remembered.last_seq - first_seq + 1
        bodies = tuple(event.chained for event in events[index : index + n_events])
        if command is None:
            yield Batch(first_seq, bodies, at_ms=0)
        else:
            key = CommandKey(command.id, command.remembered.fingerprint)
            yield Batch(first_seq, bodies, command.remembered.at_ms, key)
        index += n_events


def _make_way(file: Path) -> Path:
    """Return the name to write under until the backup is complete; whatever an interrupted backup left is removed."""
    if file.exists():
        raise LogError(f"{file} exists already; name a new file for the backup")
    part = file.with_name(file.name + ".part")
    _remove(part)
    return part


def _publish(part: Path, file: Path) -> None:
    if part.with_name(part.name + "-wal").exists():
        raise LogError(f"another program has {part} open; stop it and take the backup again")
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.rename(file)
    sync_folder(file.parent)
    _remove(part)


def _remove(part: Path) -> None:
    for suffix in ("", "-wal", "-shm", ".lock"):
        part.with_name(part.name + suffix).unlink(missing_ok=True)
