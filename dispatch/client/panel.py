"""A fire panel behind a user information transmission device, as the hub meets one: it dials, speaks, is asked.

It keeps what its components say, sends each change and waits for the confirmation (10 s, three tries more, after the
standard's clause 5), and answers what the centre asks: its own and its systems' status, its clock, the post check.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Literal, NamedTuple, Self

from dispatch.client import panel_frames as frames
from dispatch.client.errors import ClientError, HubUnreachableError

TIMEOUT_S = 10.0
RETRIES = 3
_CHUNK = 1 << 16

Link = Literal["tcp", "udp"]


class Answered(NamedTuple):
    """How the hub answered a frame: confirmed or denied, after how many tries, with what time in its tag."""

    confirmed: bool
    tries: int
    hub_time: datetime | None


@dataclass
class Component:
    """One component of the panel: its kind by number (table 5), where it is in words, and what holds of it."""

    address: int
    kind: int
    text: str
    states: set[str] = field(default_factory=set)
    system: int = 1
    test: bool = False


class NotConfirmedError(ClientError):
    """The hub did not confirm a frame, however often it was sent."""


class Panel:
    """A panel that speaks GB/T 26875.3-2011. Use as an async context manager, or `connect` and `close`.

    ``address`` is its source address, ``ahead`` how far its clock is ahead until the hub sets it. ``on_heard`` is told
    each frame that the hub sends of its own accord. With ``answers_checks`` it answers a post check by itself.
    """

    def __init__(
        self,
        host: str,
        port: int,
        address: int,
        *,
        link: Link = "tcp",
        centre: int = 1,
        ahead: timedelta = timedelta(),
        timeout_s: float = TIMEOUT_S,
        answers_checks: bool = True,
        on_heard: Callable[[frames.Heard], None] = lambda _heard: None,
    ) -> None:
        self.address = address
        self.ahead = ahead
        self.components: dict[int, Component] = {}
        self.states: set[str] = set()
        self.system_states: set[str] = set()
        self.checks_open = 0
        self.answers_checks = answers_checks
        self.closed = asyncio.Event()
        self._host, self._port, self._link = host, port, link
        self._centre = centre
        self._timeout_s = timeout_s
        self._on_heard = on_heard
        self._seq = 0
        self._waiting: dict[int, asyncio.Future[frames.Heard]] = {}
        self._line: _Line | None = None
        self._own: set[asyncio.Task[object]] = set()

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def connect(self) -> None:
        """Dial the hub. Raises `HubUnreachableError`."""
        try:
            opened = _open_tcp if self._link == "tcp" else _open_udp
            self._line = await opened(self._host, self._port, self._heard, self._lost)
        except OSError as error:
            raise HubUnreachableError(f"no hub takes panels at {self._host}:{self._port} ({error})") from error
        self.closed.clear()

    async def close(self) -> None:
        """Hang up."""
        for task in self._own:
            task.cancel()
        await asyncio.gather(*self._own, return_exceptions=True)
        if self._line is not None:
            self._line.close()
            self._line = None

    def now(self) -> datetime:
        """Return what the panel's own clock says."""
        return datetime.now(UTC) + self.ahead

    async def say(self, adu: bytes, *, command: int = frames.DATA, seq: int | None = None) -> Answered:
        """Send a data unit until it is answered. Raises `NotConfirmedError` where nothing answers."""
        if seq is None:
            seq, self._seq = self._seq, (self._seq + 1) % 65536
        future: asyncio.Future[frames.Heard] = asyncio.get_running_loop().create_future()
        self._waiting[seq] = future
        try:
            for tries in range(1, RETRIES + 2):
                self.send_raw(self.write(seq, command, adu))
                with contextlib.suppress(TimeoutError):
                    heard = await asyncio.wait_for(asyncio.shield(future), self._timeout_s)
                    return Answered(heard.command != frames.DENY, tries, heard.sent)
        finally:
            self._waiting.pop(seq, None)
        raise NotConfirmedError(f"the hub did not confirm frame {seq} of panel {self.address}")

    def write(self, seq: int, command: int, adu: bytes) -> bytes:
        """Return a frame of this panel's."""
        return frames.write(seq, command, adu, source=self.address, centre=self._centre, at=self.now())

    def send_raw(self, data: bytes) -> None:
        """Send bytes as they are. Raises `HubUnreachableError` where the line is gone."""
        if self._line is None or self.closed.is_set():
            raise HubUnreachableError("the hub closed the panel's line")
        self._line.send(data)

    async def heartbeat(self) -> Answered:
        """Send a data frame with an empty data unit, as most devices do every half minute."""
        return await self.say(b"")

    async def change(self, component: Component) -> Answered:
        """Send a component's status as it is now."""
        self.components[component.address] = component
        return await self.say(frames.components([self._status_of(component)]))

    async def operate(self, name: str, operator: int = 1) -> Answered:
        """Send what somebody did at the panel; a reset takes back what its detectors said."""
        if name == "reset":
            for each in self.components.values():
                each.states.clear()
        return await self.say(frames.operation(name, operator=operator, at=self.now()))

    async def answer_check(self, operator: int = 1) -> Answered:
        """Say that somebody is at the post (查岗应答)."""
        self.checks_open = 0
        return await self.say(frames.post_check_answer(operator=operator, at=self.now()))

    def _status_of(self, each: Component) -> bytes:
        return frames.component(
            each.states,
            address=each.address,
            kind=each.kind,
            text=each.text,
            system=each.system,
            test=each.test,
            at=self.now(),
        )

    def _lost(self) -> None:
        self.closed.set()
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(HubUnreachableError("the hub closed the panel's line"))

    def _heard(self, heard: frames.Heard) -> None:
        waiting = self._waiting.get(heard.seq)
        if heard.command in {frames.CONFIRM, frames.DENY}:
            if waiting is not None and not waiting.done():
                waiting.set_result(heard)
            return
        self._on_heard(heard)
        kind = heard.adu[0] if heard.adu else 0
        if heard.command == frames.CONTROL:
            self.send_raw(self.write(heard.seq, frames.CONFIRM, b""))
            self._obey(kind, heard.adu)
        elif heard.command == frames.REQUEST:
            answer = self._answer(kind, heard.adu)
            command = frames.DENY if answer is None else frames.RESPONSE
            self.send_raw(self.write(heard.seq, command, answer or b""))

    def _obey(self, kind: int, adu: bytes) -> None:
        if kind == frames.SET_CLOCK and len(adu) == frames.SET_CLOCK_BYTES:
            told = frames.read_moment(adu[2:])
            if told is not None:
                self.ahead = told - datetime.now(UTC)
        elif kind == frames.POST_CHECK and len(adu) == frames.POST_CHECK_BYTES:
            self.checks_open += 1
            if self.answers_checks:
                task: asyncio.Task[object] = asyncio.create_task(self._answer_by_itself())
                self._own.add(task)
                task.add_done_callback(self._own.discard)

    async def _answer_by_itself(self) -> None:
        with contextlib.suppress(ClientError):
            await self.answer_check()

    def _answer(self, kind: int, adu: bytes) -> bytes | None:
        """Return the data unit that answers a question, None for one that this panel does not know."""
        at = self.now()
        if kind == frames.READ_SYSTEMS:
            return frames.system_status(self.system_states | self._sum_of_states(), at=at)
        if kind == frames.READ_COMPONENTS:
            asked = (int.from_bytes(adu[place : place + 4], "little") for place in range(4, len(adu), 6))
            known = [self._status_of(self.components[each]) for each in asked if each in self.components]
            return frames.components(known) if known else None
        if kind == frames.READ_DEVICE:
            return frames.device_status(self.states, at=at)
        if kind == frames.READ_CLOCK:
            return bytes((28, 1)) + frames.moment(at)
        return None

    def _sum_of_states(self) -> set[str]:
        said = {state for each in self.components.values() for state in each.states}
        return said & frames.SYSTEM_BITS.keys()


class _Line:
    """What frames go out on."""

    def __init__(self, send: Callable[[bytes], None], close: Callable[[], None]) -> None:
        self.send = send
        self.close = close


OnHeard = Callable[[frames.Heard], None]


async def _open_tcp(host: str, port: int, on_heard: OnHeard, on_lost: Callable[[], None]) -> _Line:
    reader, writer = await asyncio.open_connection(host, port)

    async def listen() -> None:
        buffer = bytearray()
        try:
            while data := await reader.read(_CHUNK):
                buffer += data
                for heard in frames.take(buffer):
                    on_heard(heard)
        except (OSError, HubUnreachableError):
            pass
        finally:
            on_lost()

    task = asyncio.create_task(listen(), name="panel")

    def close() -> None:
        task.cancel()
        writer.close()

    return _Line(writer.write, close)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, on_heard: OnHeard, on_lost: Callable[[], None]) -> None:
        self._on_heard, self._on_lost = on_heard, on_lost

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - asyncio's own signature
        for heard in frames.take(bytearray(data)):
            self._on_heard(heard)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's own signature
        self._on_lost()


async def _open_udp(host: str, port: int, on_heard: OnHeard, on_lost: Callable[[], None]) -> _Line:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(on_heard, on_lost), remote_addr=(host, port))
    return _Line(transport.sendto, transport.close)
