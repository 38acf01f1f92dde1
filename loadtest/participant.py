"""Somebody who takes part over the stream: stays connected, and gets every command through exactly once."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from dispatch.client.errors import ClientError, HubUnreachableError
from dispatch.client.http import Json
from dispatch.client.stream import StreamClient
from loadtest.errors import LoadError

_UNWELCOME = (4400, 4401, 4403)
"""Close codes after which connecting again cannot help: unreadable frame, wrong token, view not allowed."""
_RETRY_S = 0.2


class Deeds(msgspec.Struct, kw_only=True):
    """What participants did: commands that were done, by type; refusals by problem type; connections lost."""

    reconnects: int = 0
    resets: int = 0
    done: Counter[str] = msgspec.field(default_factory=Counter)
    refused: Counter[str] = msgspec.field(default_factory=Counter)


class Participant(ABC):
    """One client of the stream that acts.

    Commands that were not answered when the connection broke are sent again with their ids, as the contract allows.
    """

    def __init__(self, client: StreamClient, deeds: Deeds) -> None:
        self.client = client
        self._deeds = deeds
        self._outbox: dict[str, tuple[str, dict[str, Any]]] = {}
        # Ids must be new in every run: the hub remembers them for a week.
        self._name = secrets.token_hex(6)
        self._count = 0
        self._offline_until = 0.0

    @abstractmethod
    async def on_event(self, event: Json, tasks: asyncio.TaskGroup) -> None:
        """Take an event of the view; what takes time goes into ``tasks``."""

    @abstractmethod
    def on_state(self, part: Json, tasks: asyncio.TaskGroup) -> None:
        """Take a part of a snapshot."""

    async def run(self) -> None:
        """Take part until cancelled, through lost connections. Raises `LoadError` where the hub turns it away."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                with contextlib.suppress(HubUnreachableError):
                    await self._stay_connected(tasks)
                self._deeds.reconnects += 1
                offline_s = self._offline_until - asyncio.get_running_loop().time()
                await asyncio.sleep(max(_RETRY_S, offline_s))

    async def act(self, kind: str, **fields: Any) -> None:
        """Send a command, now or after the next connect."""
        self._count += 1
        command_id = f"{self._name}-{self._count}"
        self._outbox[command_id] = (kind, fields)
        with contextlib.suppress(HubUnreachableError):
            await self.client.command(command_id, kind, **fields)

    def go_offline(self, until: float) -> None:
        """Lose the connection until that moment of the event loop's clock."""
        self._offline_until = until
        self.client.cut()

    async def _stay_connected(self, tasks: asyncio.TaskGroup) -> None:
        try:
            await self.client.connect()
            for command_id, (kind, fields) in list(self._outbox.items()):
                await self.client.command(command_id, kind, **fields)
            while True:
                await self._take(await self.client.receive(), tasks)
        except HubUnreachableError as problem:
            if problem.close_code in _UNWELCOME:
                raise LoadError(f"{self.client.view}: {problem}") from problem
            raise
        finally:
            self.client.cut()

    async def _take(self, frame: Json, tasks: asyncio.TaskGroup) -> None:
        match frame["type"]:
            case "event":
                await self.on_event(frame["event"], tasks)
            case "reset":
                self._deeds.resets += frame["part"] == frame["parts"]
                self.on_state(frame["state"], tasks)
            case "done":
                kind, _ = self._outbox.pop(frame["id"], ("unknown", {}))
                self._deeds.done[kind] += 1
            case "refused":
                self._outbox.pop(frame["id"], None)
                self._deeds.refused[frame["problem"]["type"]] += 1


class Running:
    """Runs participants inside an async context."""

    def __init__(self, participants: Sequence[Participant]) -> None:
        self._participants = participants
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def __aexit__(self, *exc: object) -> None:
        if self._task is None:
            return
        self._task.cancel()
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        except* ClientError as problems:
            raise _first(problems) from problems

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for participant in self._participants:
                group.create_task(participant.run())


def _first(problem: BaseException) -> BaseException:
    """Return the first error of nested groups: when the hub turns one client away, the others say nothing new."""
    while isinstance(problem, BaseExceptionGroup):
        problem = problem.exceptions[0]
    return problem
