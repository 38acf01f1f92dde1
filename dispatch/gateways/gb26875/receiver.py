"""The shell around the sessions: one port for TCP and UDP, bounded in what it holds, and the clock that drives duties.

A line is read only while its last frames are answered: a device that sends faster than the disk takes it is held back
by its own socket. What was read is answered in its order, each frame once the gate has kept it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from dispatch.core.signal import Signal
from dispatch.gateways.gb26875.datagrams import Datagrams, UdpLine
from dispatch.gateways.gb26875.duties import Rounds
from dispatch.gateways.gb26875.session import Kind, Session, Step, Work
from dispatch.gateways.gb26875.terminals import POST, Directory, Terminal, Terminals
from dispatch.gateways.port import Gate, RawMessage
from dispatch.intake.gb26875.frames import Broken, Frame
from dispatch.intake.gb26875.profiles import Profile, profiles as hub_profiles

logger = logging.getLogger(__name__)

_CHUNK = 1 << 16
_BATCH = 128
"""Frames of one line that are on their way to the gate at once."""
_MINUTE_S = 60
_SHARE_OF_DESCRIPTORS = 4
"""Devices take a quarter of what the process may open: consoles and stations must always get in."""
_MANY = 65_536


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What lines may take. One without a frame after ``first_frame_s`` is closed, any after ``idle_s`` of silence.

    Past ``connections``, or a quarter of what the process may open, the oldest line that never brought a frame makes
    room; where all did, the new one is turned away. An answer that is not taken for ``send_timeout_s`` ends the line;
    so does a peer that is gone without a word.
    """

    connections: int = 4096
    first_frame_s: float = 30.0
    idle_s: float = 7200.0
    send_timeout_s: float = 30.0
    datagrams: int = 1024
    remotes: int = 8192


@dataclass(frozen=True, kw_only=True)
class Tallies:
    """Who counts: each frame by what became of it, and how long a frame took until it was confirmed, in seconds."""

    met: Callable[[Kind], None] = lambda _kind: None
    confirmed: Callable[[float], None] = lambda _seconds: None
    lines: Callable[[str], None] = lambda _what: None


class _TcpLine:
    def __init__(self, session: Session, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.session = session
        self.reader = reader
        self.writer = writer

    def send(self, data: bytes) -> None:
        if data and not self.writer.is_closing():
            self.writer.write(data)

    def close(self) -> None:
        self.writer.transport.abort()


Line = _TcpLine | UdpLine


class Receiver:
    """Takes what transmission devices send, and does a centre's duties. ``now_ms`` is hub time in milliseconds.

    ``directory`` says who is in the tables; ``rounds`` how often each device is asked, from its first frame on;
    ``port`` is where it listens.
    """

    def __init__(
        self,
        gate: Gate,
        directory: Directory,
        now_ms: Callable[[], int],
        *,
        rounds: Rounds | None = None,
        limits: Limits | None = None,
        tallies: Tallies | None = None,
        tick_s: float = 1.0,
        profiles: Mapping[str, Profile] | None = None,
    ) -> None:
        self.rounds = rounds or Rounds()
        self.profiles = hub_profiles() if profiles is None else profiles
        self.terminals = Terminals(directory, lambda: self.rounds, self.profiles)
        self._directory = directory
        self._gate = gate
        self._now_ms = now_ms
        self._limits = limits or Limits()
        self._tallies = tallies or Tallies()
        self.port = 0
        self._most = self._limits.connections
        self._tick_s = tick_s
        self._number = 0
        self._lines: dict[int, Line] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._warned_at = dict[str, float]()

    def __len__(self) -> int:
        """Return how many lines are open."""
        return len(self._lines)

    @asynccontextmanager
    async def listening(self, host: str, port: int) -> AsyncIterator[int]:
        """Take TCP and UDP at one address; yield the port (0 takes a free one). Raises OSError where it is taken."""
        server = await asyncio.start_server(self._connected, host, port, limit=_CHUNK, backlog=1024)
        self.port = taken = int(server.sockets[0].getsockname()[1])
        self._most = min(self._limits.connections, _descriptors() // _SHARE_OF_DESCRIPTORS)
        datagrams = Datagrams(
            self._open_udp,
            self._handle,
            self._limits.datagrams,
            self._limits.remotes,
            dropped=lambda: self._tallies.lines("dropped"),
        )
        try:
            transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: datagrams, local_addr=(host, taken)
            )
            own = [asyncio.create_task(datagrams.run()), asyncio.create_task(self._tick())]
            try:
                yield taken
            finally:
                transport.close()
                for task in own:
                    task.cancel()
                await asyncio.gather(*own, return_exceptions=True)
        finally:
            server.close()
            for line in list(self._lines.values()):
                line.close()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def check_post(self, gateway: str, minutes: int | None = None) -> bool:
        """Ask whether somebody is at the post behind a gateway (查岗). False where it has no line now, or its maker
        lets nobody ask."""
        terminal = self._reached(gateway)
        if terminal is None or "post_check" not in terminal.profile.asks:
            return False
        terminal.duties.check_post(minutes)
        return True

    def inspect(self, gateway: str) -> bool:
        """Ask for the whole state of what is behind a gateway (巡检). False as for a post check."""
        terminal = self._reached(gateway)
        if terminal is None or "device" not in terminal.profile.asks:
            return False
        terminal.duties.inspect(self._now_ms())
        return True

    def _reached(self, gateway: str) -> Terminal | None:
        terminal = self.terminals.by_gateway(gateway)
        return terminal if terminal is not None and terminal.session in self._lines else None

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or not self._make_room():
            writer.transport.abort()
            return
        self._tasks.add(task)
        _watch_for_silence(writer)
        line = _TcpLine(self._new_session(writer.get_extra_info("peername")), reader, writer)
        self._lines[line.session.number] = line
        try:
            await self._serve(line)
        except (OSError, TimeoutError) as error:
            logger.info("the line of %s ended: %s", line.session.remote, repr(error))
        finally:
            del self._lines[line.session.number]
            for terminal in line.session.end():
                self._gate.lose(terminal.gateway)
            writer.transport.abort()
            self._tasks.discard(task)

    async def _serve(self, line: _TcpLine) -> None:
        session = line.session
        while True:
            try:
                async with asyncio.timeout(session.stalled_s):
                    data = await line.reader.read(_CHUNK)
            except TimeoutError:
                items = session.give_up()
            else:
                if not data:
                    return
                items = session.read(data, self._now_ms())
            for at in range(0, len(items), _BATCH):
                await self._handle(line, items[at : at + _BATCH])
                async with asyncio.timeout(self._limits.send_timeout_s):
                    await line.writer.drain()

    async def _handle(self, line: Line, items: Sequence[Frame | Broken]) -> None:
        """Do what is to be done about each frame, and answer in their order."""
        line.session.answering += 1
        try:
            await self._answer(line, items)
        finally:
            line.session.answering -= 1

    async def _answer(self, line: Line, items: Sequence[Frame | Broken]) -> None:
        came = time.perf_counter()
        answers: list[bytes | asyncio.Task[bytes]] = []
        for item in items:
            step = self._meet(line, item)
            self._note(step, line)
            if step.work is not None:
                answers.append(self._start(self._keep(line, step.work)))
            elif step.reply:
                answers.append(step.reply)
        for answer in answers:
            if isinstance(answer, bytes):
                line.send(answer)
                continue
            confirmation = await asyncio.shield(answer)
            if confirmation:
                line.send(confirmation)
                self._tallies.confirmed(time.perf_counter() - came)

    def _meet(self, line: Line, item: Frame | Broken) -> Step:
        try:
            return line.session.meet(item, self._now_ms())
        except Exception:  # one frame that nobody thought of must not end the line of all others
            logger.exception("a frame from %s failed and is not answered", line.session.remote)
            return Step("noise")

    async def _keep(self, line: Line, work: Work) -> bytes:
        """Let the gate keep a frame; return its confirmation, nothing where it could not be kept."""
        try:
            await self._gate.take(work.message, work.signals)
        except OSError as error:
            self._warn("kept", "a frame of %s could not be kept and is not confirmed: %s", work.terminal.gateway, error)
            self._tallies.lines("not_kept")
            return b""
        except Exception:  # one frame that a rule cannot bear must not end the line of all others
            logger.exception("a frame of %s failed and is not confirmed", work.terminal.gateway)
            self._tallies.lines("not_kept")
            return b""
        answered = any(signal.operation == "post_check_answered" for signal in work.signals)
        if answered:
            work.terminal.duties.post_answered()
            if self._directory.post_is_empty(work.terminal.gateway):
                self._start(self._tell_post(work.terminal, missed=False))
        return line.session.confirm(work, self._now_ms())

    def _note(self, step: Step, line: Line) -> None:
        self._tallies.met(step.kind)
        terminal = step.terminal
        if terminal is None:
            return
        if step.work is None:
            self._gate.hear(terminal.gateway)
        if not step.registered:
            return
        logger.info("%s speaks from %s, profile %s", terminal.gateway, line.session.remote, terminal.profile.id)
        older = self._lines.get(step.displaced)
        if older is not None and not older.session.holds():
            logger.warning(
                "%s speaks from %s now: its older line from %s is closed",
                terminal.gateway,
                line.session.remote,
                older.session.remote,
            )
            self._tallies.lines("displaced")
            older.close()

    async def _tick(self) -> None:
        """Every ``tick_s``: ask what is due, close what is silent, tell of posts that did not answer."""
        while True:
            await asyncio.sleep(self._tick_s)
            now = self._now_ms()
            for line in list(self._lines.values()):
                try:
                    for frame in () if line.session.answering else line.session.due(now):
                        line.send(frame)
                except Exception:  # what one device is to be asked must not keep the others from being asked
                    logger.exception("what is due to %s could not be sent", line.session.remote)
                if self._is_silent(line, now):
                    self._tallies.lines("silent")
                    line.close()
            for terminal in self.terminals:
                if terminal.duties.post_missed(now):
                    self._start(self._tell_post(terminal, missed=True))

    def _is_silent(self, line: Line, now_ms: int) -> bool:
        session = line.session
        if not session.mine:
            return now_ms - session.opened_at > self._limits.first_frame_s * 1000
        return now_ms - max(session.heard_at, session.came_at) > self._limits.idle_s * 1000

    async def _tell_post(self, terminal: Terminal, *, missed: bool) -> None:
        """Raise or clear the condition of a post that nobody answers at."""
        now = self._now_ms()
        signal = Signal(
            gateway=terminal.gateway,
            protocol="gb26875",
            address=POST,
            device_kind="general",
            text="查岗无人应答 · post check not answered" if missed else "查岗已应答 · post check answered",
            raised=("supervisory",) if missed else (),
            cleared=() if missed else ("supervisory",),
        )
        message = RawMessage(gateway=terminal.gateway, protocol="gb26875", body=b"", at_ms=now, topic="post_check")
        try:
            await self._gate.take(message, (signal,))
        except OSError as error:
            self._warn("post", "that the post of %s does not answer could not be kept: %s", terminal.gateway, error)

    def _open_udp(self, remote: str, send: Callable[[bytes], None], forget: Callable[[], None]) -> UdpLine:
        session = self._new_session(tuple(remote.rsplit(":", 1)))

        def end() -> None:
            self._lines.pop(session.number, None)
            session.end()
            forget()

        line = self._lines[session.number] = UdpLine(session, send, end)
        return line

    def _new_session(self, remote: Sequence[object]) -> Session:
        self._number += 1
        return Session(self._number, f"{remote[0]}:{remote[1]}", self.terminals, opened_at=self._now_ms())

    def _make_room(self) -> bool:
        tcp = [line for line in self._lines.values() if isinstance(line, _TcpLine)]
        if len(tcp) < self._most:
            return True
        self._tallies.lines("crowded")
        unheard = next((line for line in tcp if not line.session.mine), None)
        if unheard is None:
            self._warn("crowded", "all %s lines for devices are taken; a new one was turned away", len(tcp))
            return False
        unheard.close()
        return True

    def _start(self, work: Awaitable[Any]) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _warn(self, kind: str, sentence: str, *words: object) -> None:
        """Log, once a minute for each kind."""
        now = time.monotonic()
        if now - self._warned_at.get(kind, -_MINUTE_S) >= _MINUTE_S:
            self._warned_at[kind] = now
            logger.warning(sentence, *words)


def _descriptors() -> int:
    """Return how many files and sockets this process may have open."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MANY if soft == resource.RLIM_INFINITY else soft


def _watch_for_silence(writer: asyncio.StreamWriter) -> None:
    """Let the kernel find out where a peer is gone without a word: in two minutes, and in one while it owes us."""
    found = writer.get_extra_info("socket")
    with contextlib.suppress(OSError, AttributeError):
        found.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60)
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 15)
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 4)
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 60_000)
