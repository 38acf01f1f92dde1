"""Any sequence of operations leaves a record as the plainest model says: a list of events and a list of commands."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from dispatch.log.base import GENESIS, Batch, CommandKey, Log, Remembered, SequenceConflict, Snapshot
from dispatch.log.chain import next_hash
from tests.contract.records import MemoryRecord, Record, RedisRecord, SqliteRecord, key


class Append(NamedTuple):
    bodies: tuple[bytes, ...]
    command: CommandKey | None


class WrongAppend(NamedTuple):
    off_by: int


class Wait(NamedTuple):
    """Until all that was appended is durable."""


class Reopen(NamedTuple):
    """Leave the log and open another one."""


class Read(NamedTuple):
    after: int
    limit: int


class Find(NamedTuple):
    command_id: str


class Forget(NamedTuple):
    before_ms: int


class Save(NamedTuple):
    data: bytes


Operation = Append | WrongAppend | Wait | Reopen | Read | Find | Forget | Save

IDS = st.sampled_from(["a", "b", "c"])
COMMANDS = st.none() | st.builds(key, IDS, st.sampled_from([b"one", b"two"]))
OPERATIONS: st.SearchStrategy[Operation] = st.one_of(
    st.builds(Append, st.lists(st.binary(max_size=20), min_size=1, max_size=4).map(tuple), COMMANDS),
    st.builds(Append, st.lists(st.binary(max_size=20), min_size=1, max_size=4).map(tuple), COMMANDS),
    st.builds(WrongAppend, st.sampled_from([-2, -1, 1, 5])),
    st.builds(Wait),
    st.builds(Reopen),
    st.builds(Read, st.integers(0, 30), st.integers(0, 30)),
    st.builds(Find, IDS),
    st.builds(Forget, st.integers(0, 30)),
    st.builds(Save, st.binary(max_size=50)),
)


@dataclass
class Model:
    """What a record must be equal to. Hub time is the number of batches so far."""

    bodies: list[bytes] = field(default_factory=list)
    commands: list[tuple[str, Remembered]] = field(default_factory=list)
    snapshot: Snapshot | None = None
    now_ms: int = 0

    def append(self, operation: Append) -> Batch:
        self.now_ms += 1
        batch = Batch(len(self.bodies) + 1, operation.bodies, self.now_ms, operation.command)
        self.bodies += operation.bodies
        command = operation.command
        if command is not None and all(
            (known, kept.fingerprint) != (command.id, command.fingerprint) for known, kept in self.commands
        ):
            remembered = Remembered(command.fingerprint, batch.at_ms, batch.first_seq, batch.last_seq)
            self.commands.append((command.id, remembered))
        return batch

    def forget(self, before_ms: int) -> int:
        n_before = len(self.commands)
        self.commands = [(known, kept) for known, kept in self.commands if kept.at_ms >= before_ms]
        return n_before - len(self.commands)

    def hash(self) -> bytes:
        prev = GENESIS
        for seq, body in enumerate(self.bodies, start=1):
            prev = next_hash(prev, seq, body)
        return prev


async def settle(log: Log, model: Model) -> None:
    if model.bodies:
        assert await log.wait_beyond(len(model.bodies) - 1) == len(model.bodies)


async def step(log: Log, model: Model, operation: Operation) -> None:
    """Do one operation on both and compare what they say."""
    match operation:
        case Append():
            log.append(model.append(operation))
        case WrongAppend(off_by):
            with pytest.raises(SequenceConflict):
                log.append(Batch(len(model.bodies) + 1 + off_by, (b"?",), model.now_ms))
        case Read(after, limit):
            await settle(log, model)
            assert [event.body for event in await log.read(after, limit)] == model.bodies[after : after + limit]
        case Find(command_id):
            await settle(log, model)
            expected = [kept for known, kept in model.commands if known == command_id]
            assert await log.find_commands(command_id) == expected
        case Forget(before_ms):
            await settle(log, model)
            assert await log.forget_commands(before_ms) == model.forget(before_ms)
        case Save(data):
            await settle(log, model)
            model.snapshot = Snapshot(*log.head, data=data)
            await log.save_snapshot(model.snapshot)
        case _:
            await settle(log, model)


async def play(record: Record, operations: list[Operation]) -> None:
    """Play the operations, opening a new log at each `Reopen`; compare everything after each life."""
    model = Model()
    remaining = iter(operations)
    alive = True
    while alive:
        alive = False
        async with record.log() as log:
            await log.lead()
            assert log.head == (len(model.bodies), model.hash())
            assert await log.load_snapshot() == model.snapshot
            for operation in remaining:
                if isinstance(operation, Reopen):
                    alive = True
                    break
                await step(log, model, operation)
    async with record.log() as log:
        assert [event.body for event in await log.read(0, 1_000)] == model.bodies
        assert [(found.id, found.remembered) for found in await log.read_commands(0, 1_000)] == model.commands


@pytest.mark.parametrize("kind", ["memory", "sqlite", "redis"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], print_blob=True)
@given(operations=st.lists(OPERATIONS, max_size=25))
def test_a_record_is_what_the_model_says(
    request: pytest.FixtureRequest, kind: str, operations: list[Operation]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kinds: dict[str, Callable[[], Record]] = {
            "memory": MemoryRecord,
            "sqlite": lambda: SqliteRecord(Path(folder)),
            "redis": lambda: RedisRecord(request.getfixturevalue("redis_server")),
        }
        record = kinds[kind]()

        async def run() -> None:
            try:
                await play(record, operations)
            finally:
                await record.aclose()

        asyncio.run(run())
