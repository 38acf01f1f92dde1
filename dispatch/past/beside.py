"""The hub's side of the process that reads its past: started when it is first needed, one for each hub.

Reading a million events takes ten seconds of Python. In the hub's own process each of them would be a second that an
alarm waits for the interpreter; beside it they are another core's, or of the lowest claim to this one.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable

import msgspec

from dispatch.core.errors import Refused
from dispatch.core.instant import Instant
from dispatch.log.base import Log, LogUnavailable
from dispatch.past import questions

logger = logging.getLogger(__name__)

LONG_RECORD = 20_000
"""From so many events on the record is read before anybody asks; shorter ones are read while somebody waits."""

READ_ON_EVERY_S = 10.0
ANSWER_WITHIN_S = 600.0
"""Longer than any record takes to be read; one that says nothing for so long never will."""

END_WITHIN_S = 2.0
_TRIES = 2
_BUFFER_BYTES = 1 << 20

_decode_reply = msgspec.msgpack.Decoder(questions.Reply).decode


class Past:
    """Asks the process that reads the past of ``log``, one question at a time. `close` ends it."""

    def __init__(self, log: Log, place: questions.Place, now: Callable[[], Instant]) -> None:
        self._log = log
        self._place = place
        self._now = now
        self._process: Process | None = None
        self._one_at_a_time = asyncio.Lock()
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process that reads; None where none does."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def ask(self, question: questions.AnyQuestion) -> questions.Answered:
        """Return the answer to a question about the record up to its head. Raises `Refused` or `LogError`."""
        async with self._one_at_a_time:
            for _ in range(_TRIES):
                try:
                    async with asyncio.timeout(ANSWER_WITHIN_S):
                        return _answer(await self._exchange(question))
                except (EOFError, ConnectionError, TimeoutError):
                    await self._end()
        raise LogUnavailable("the process that reads the record ended twice over one question; the hub's log says why")

    async def keep_up(self) -> None:
        """Let a long record be read before anybody asks, and read on as it grows, until cancelled."""
        while True:
            if self._log.head.seq >= LONG_RECORD or self.pid is not None:
                try:
                    await self.ask(questions.ReadOn())
                except (LogUnavailable, Refused) as error:
                    logger.warning("the past cannot be read now, and is tried again: %s", error)
            await asyncio.sleep(READ_ON_EVERY_S)

    def forget(self) -> None:
        """End the process: it holds words that were erased. The next question starts another, which never saw them."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def close(self) -> None:
        """End the process for good; whoever still waits for an answer hears that the hub stops."""
        self._closed = True
        if self._one_at_a_time.locked():
            self.forget()
        async with self._one_at_a_time:  # two may not read what one process says
            await self._end()

    async def _exchange(self, question: questions.AnyQuestion) -> bytes:
        process = self._process or await self._start()
        if self._closed:  # while it was being started
            self.forget()
        head = self._log.head
        try:
            _send(process, questions.encode(questions.Asked(head.seq, head.hash, int(self._now()), question)))
            return await _receive(process)
        except asyncio.CancelledError:
            self.forget()  # the answer that comes would be taken for the next one's
            raise

    async def _start(self) -> Process:
        if self._closed:
            raise LogUnavailable("the hub is stopping; nothing of its record is read any more")
        # What this process can import, that one can too.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        program = (sys.executable, "-m", "dispatch.past.process")
        try:
            self._process = await asyncio.create_subprocess_exec(
                *program, stdin=PIPE, stdout=PIPE, env=environment, limit=_BUFFER_BYTES
            )
        except OSError as error:
            raise LogUnavailable(f"the process that reads the record cannot be started: {error}") from error
        _send(self._process, questions.encode(self._place))
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()  # it ends where its input does
        try:
            async with asyncio.timeout(END_WITHIN_S):
                await process.communicate()
        except TimeoutError:
            process.kill()
            await process.communicate()


def _send(process: Process, data: bytes) -> None:
    if process.stdin is None:
        raise ConnectionError("the process that reads the past has no input")
    process.stdin.write(len(data).to_bytes(questions.LENGTH_BYTES, "big") + data)


async def _receive(process: Process) -> bytes:
    if process.stdout is None:
        raise ConnectionError("the process that reads the past has no output")
    head = await process.stdout.readexactly(questions.LENGTH_BYTES)  # IncompleteReadError is an EOFError
    return await process.stdout.readexactly(int.from_bytes(head, "big"))


def _answer(data: bytes) -> questions.Answered:
    reply: questions.Reply = _decode_reply(data)
    match reply:
        case questions.Answered() as answered:
            return answered
        case questions.Declined(code, status, detail):
            refusal = Refused(detail)
            refusal.code, refusal.status = code, status
            raise refusal
        case questions.Unreadable(detail):
            raise LogUnavailable(detail)
