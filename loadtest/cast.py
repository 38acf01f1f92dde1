"""Everybody whom a fixed script of commands needs, on few sockets: a centre, a console, a crew for each token.

Nobody does anything by himself. A method sends one kind of command, many times, a fixed number of them on the way at
once, and returns how many were carried out: what each kind costs can be told apart.
"""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import orjson

from dispatch.client.http import Json
from loadtest.centre import NOT_HANDED_OVER
from loadtest.errors import LoadError
from loadtest.mix import opening
from loadtest.raw_client import RawPoster, RawStream, open_stream
from loadtest.streams import Site

IN_FLIGHT = 4
"""Commands on the way at once: about as many as a surge of 500 alarms a second has, so commits are shared as there."""
_REPEATS = 5
"""Repeated alarms for each that opened."""
_MILESTONES = ("assignment.depart", "assignment.arrive", "assignment.control", "assignment.release")
KINDS = ("opening", "receipt", "press", "repeat", "milestone", "closing")
"""What can be told apart, in the order of an incident's life."""
_CREATED = 201
_OPEN_AT_ONCE = 50
_LIMIT_S = 30.0


class Order(NamedTuple):
    """An order as the alarm's answer names it."""

    id: str
    station: str


class _Member:
    """One stream: what it was told last, and who waits for its answers."""

    def __init__(self) -> None:
        self.stream: RawStream | None = None
        self.newest_order = 0
        self.frames = 0
        self.welcomed = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    def on_text(self, payload: bytes, _at: float) -> None:
        """Take a frame."""
        self.frames += 1
        self.welcomed.set()
        if payload.startswith((b'{"type":"done"', b'{"type":"refused"')):
            frame = orjson.loads(payload)
            self._waiting.pop(frame["id"]).set_result(frame)
        elif payload.startswith(b'{"type":"event"') and b'"type":"assignment.assigned"' in payload:
            self.newest_order = orjson.loads(payload)["event"]["seq"]

    async def command(self, name: str, command: Json) -> bool:
        """Send a command and wait for its answer; return whether it was carried out. Raises `LoadError` without one."""
        if self.stream is None:
            raise LoadError("this stream is not open yet")
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[name] = answer
        self.stream.send({"type": "command", "id": name, "command": command})
        try:
            frame = await asyncio.wait_for(answer, _LIMIT_S)
        except TimeoutError as problem:
            state = f"closed with {self.stream.closed.result()}" if self.stream.closed.done() else "open"
            raise LoadError(
                f"{command['type']} was not answered within {_LIMIT_S:g} s; the stream is {state}"
            ) from problem
        return bool(frame["type"] == "done")


class Cast:
    """Use as an async context manager.

    ``name`` makes its alarms and commands different from any other's; ``tokens`` are of the stations with a socket.
    """

    def __init__(
        self,
        url: str,
        centre_token: str,
        tokens: Mapping[str, str],
        sites: Sequence[Site],
        *,
        name: str,
        seed: int,
        in_flight: int = IN_FLIGHT,
    ) -> None:
        self._url = url
        self._centre_token = centre_token
        self._tokens = tokens
        self._poster = RawPoster(url, "/api/v1/alarms", centre_token)
        self._console = _Member()
        self._crews = {station: _Member() for station in tokens}
        self._rng = random.Random(seed)
        self._sites = list(sites)
        self._rng.shuffle(self._sites)
        self._next_site = itertools.cycle(range(len(self._sites)))
        self._name = name
        self._in_flight = in_flight
        self._numbers = itertools.count()
        self.alarms: dict[str, Json] = {}
        self.orders: list[Order] = []
        self._left: list[str] = []
        self._done = 0

    async def __aenter__(self) -> Cast:
        await self._join(self._console, self._centre_token, "console")
        crews = list(self._crews)
        for start in range(0, len(crews), _OPEN_AT_ONCE):
            some = crews[start : start + _OPEN_AT_ONCE]
            await asyncio.gather(*(self._join(self._crews[one], self._tokens[one], f"station:{one}") for one in some))
        await self._poster.warm(self._in_flight)
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._poster.close()
        for member in (self._console, *self._crews.values()):
            if member.stream is not None:
                member.stream.abort()

    @property
    def frames(self) -> int:
        """How many frames came to all of them so far."""
        return self._console.frames + sum(crew.frames for crew in self._crews.values())

    def script(self, openings: int) -> dict[str, Callable[[], Awaitable[int]]]:
        """Return the kinds of command in the order of an incident's life; each does its work when it is called."""
        return {
            "opening": lambda: self.open(openings),
            "receipt": self.receive,
            "press": lambda: self.press("assignment.acknowledge"),
            "repeat": lambda: self.repeat(_REPEATS * openings),
            "milestone": lambda: self.press(*_MILESTONES),
            "closing": self.close,
        }

    async def open(self, count: int) -> int:
        """Raise alarms in buildings where nothing is going on; return how many opened an incident."""
        before = len(self.alarms)
        await self._few_at_once(self._open_one for _ in range(count))
        return len(self.alarms) - before

    async def repeat(self, count: int) -> int:
        """Let devices alarm again whose incidents are open."""
        bodies = itertools.islice(itertools.cycle(list(self.alarms.values())), count)
        await self._few_at_once(_call(self._repeat_one, body) for body in bodies)
        return count

    async def receive(self) -> int:
        """Say of every order that it arrived; return how many stations did. Nobody answers that."""
        told = {order.station for order in self.orders if order.station in self._crews}
        for station in told:
            crew = self._crews[station]
            if crew.stream is not None:
                crew.stream.send({"type": "seen", "seq": crew.newest_order})
        return len(told)

    async def press(self, *commands: str) -> int:
        """Let every crew send these, one after the other, for each order that still binds it."""
        before = self._done
        for command in commands:
            await self._few_at_once(_call(self._press_one, order, command) for order in list(self.orders))
        return self._done - before

    async def close(self) -> int:
        """Have the centre close every incident."""
        await self._few_at_once(_call(self._close_one, incident) for incident in list(self.alarms))
        closed = len(self.alarms)
        self.alarms.clear()
        self.orders.clear()
        return closed

    async def leave_open(self) -> None:
        """Release every crew; the incidents stay open, and are no longer among those that repeat or `close`."""
        await self.press("assignment.release")
        self.orders.clear()
        self._left += self.alarms
        self.alarms.clear()

    async def close_left(self) -> None:
        """Close what was left open."""
        await self._few_at_once(_call(self._close_one, incident) for incident in self._left)
        self._left.clear()

    async def _join(self, member: _Member, token: str, view: str) -> None:
        member.stream = await open_stream(self._url, token, view, member.on_text)
        async with asyncio.timeout(_LIMIT_S):
            await member.welcomed.wait()

    async def _open_one(self) -> None:
        site = self._sites[next(self._next_site)]
        answer, body = await self._post(opening(self._rng, [site], self._new_name()))
        if not answer["merged"]:
            self.alarms[answer["incident"]] = body
            self.orders += [Order(order["id"], order["station"]) for order in answer["assignments"]]

    async def _repeat_one(self, body: Json) -> None:
        answer, _ = await self._post(body | {"key": self._new_name()})
        if not answer["merged"]:
            raise LoadError("a repeated alarm opened an incident of its own")

    async def _press_one(self, order: Order, command: str) -> None:
        # Where a crew has no socket here, the centre says it for it, as after a call by telephone.
        crew = self._crews.get(order.station, self._console)
        if await crew.command(self._new_name(), {"type": command, "assignment": order.id}):
            self._done += 1
        else:
            self.orders.remove(order)

    async def _close_one(self, incident: str) -> None:
        close = {"type": "incident.close", "incident": incident, "reason": NOT_HANDED_OVER}
        if not await self._console.command(self._new_name(), close):
            raise LoadError(f"{incident} was not closed")

    async def _post(self, body: Json) -> tuple[Json, Json]:
        status, content = await self._poster.post(orjson.dumps(body))
        if status != _CREATED:
            raise LoadError(f"an alarm was answered {status}: {content[:200].decode('utf-8', 'replace')}")
        return orjson.loads(content), body

    async def _few_at_once(self, works: Iterable[Callable[[], Awaitable[None]]]) -> None:
        """Do all of them, so many at a time; what fails ends it."""
        remaining = iter(works)

        async def work() -> None:
            for each in remaining:
                await each()

        async with asyncio.TaskGroup() as tasks:
            for _ in range(self._in_flight):
                tasks.create_task(work())

    def _new_name(self) -> str:
        return f"{self._name}-{next(self._numbers)}"


def _call(method: Callable[..., Awaitable[None]], *arguments: object) -> Callable[[], Awaitable[None]]:
    return lambda: method(*arguments)
