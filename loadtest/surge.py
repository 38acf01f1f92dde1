"""A surge as the bench drives it: crews and consoles on raw sockets, alarms open loop, every order timed.

One alarm in ten opens an incident that needs orders; the others repeat a device that is alarming already. Crews send
``seen``, pass every milestone and are released within five seconds; the centre then closes the incident. Every socket
checks that each event follows the one before.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import orjson

from dispatch.client.http import Json
from loadtest.agenda import Agenda
from loadtest.centre import NOT_HANDED_OVER
from loadtest.mix import make_mix
from loadtest.pacing import pace
from loadtest.raw_client import RawPoster, RawStream, open_stream
from loadtest.streams import Site, TimedAlarm

_MILESTONES = (
    (0.3, "assignment.acknowledge"),
    (0.8, "assignment.depart"),
    (2.0, "assignment.arrive"),
    (3.2, "assignment.control"),
    (4.2, "assignment.release"),
)
_JITTER_S = 0.5
_CLOSE_AFTER_S = 5.5
SETTLE_S = 6.5
"""So long after the last alarm everybody is released and every incident closed."""
_OPEN_AT_ONCE = 50
_WARM = 64
_CREATED = 201
_HEAD = re.compile(rb'\{"type":"(?:event|mark)","seq":(\d+),"prev":(\d+)')


class Samples:
    """What a step measured: when each order reached its station, and what the crews were answered."""

    def __init__(self) -> None:
        self.arrived: dict[str, float] = {}
        self.late_read: list[float] = []
        self.frames = 0
        self.gaps = 0
        self.refused: Counter[str] = Counter()

    def forget(self) -> None:
        """Begin anew."""
        self.arrived.clear()
        self.late_read.clear()
        self.refused.clear()
        self.frames = self.gaps = 0


class Socket:
    """One subscriber on a raw socket that checks the order of its events."""

    def __init__(self, samples: Samples) -> None:
        self.samples = samples
        self.prev: int | None = None
        self.stream: RawStream | None = None

    def on_text(self, payload: bytes, at: float) -> None:
        """Take one frame."""
        self.samples.frames += 1
        if head := _HEAD.match(payload):
            seq, prev = int(head[1]), int(head[2])
            if prev != self.prev:
                self.samples.gaps += 1
            self.prev = seq
            self.on_event(payload, at)
        elif self.prev is None or payload.startswith(b'{"type":"refused"'):
            self._on_other(orjson.loads(payload))

    def on_event(self, payload: bytes, at: float) -> None:
        """Take an event or mark; a console only counts it."""

    def _on_other(self, frame: Json) -> None:
        if frame["type"] == "welcome":
            self.prev = frame["position"]["seq"]
        elif frame["type"] == "refused":
            self.samples.refused[frame["problem"]["type"]] += 1


class CrewSocket(Socket):
    """A station whose crew does everything right, in five seconds."""

    def __init__(self, samples: Samples, station: str, seed: int, agenda: Agenda) -> None:
        super().__init__(samples)
        self._station = station
        self._agenda = agenda
        self._rng = random.Random(f"{seed}/{station}")

    def on_event(self, payload: bytes, at: float) -> None:
        """Time an order of this station and begin to answer it."""
        if b'"type":"assignment.assigned"' not in payload:
            return
        event = orjson.loads(payload)["event"]
        if event.get("station") != self._station or self.stream is None:
            return
        self.samples.arrived[event["assignment"]] = at
        self.samples.late_read.append(self.stream.read_after_s)
        self.stream.send({"type": "seen", "seq": event["seq"]})
        jitter_s = self._rng.uniform(0, _JITTER_S)
        for after_s, command in _MILESTONES:
            self._agenda.later(after_s + jitter_s, self._send, command, event["assignment"])

    def _send(self, command: str, assignment: str) -> None:
        if self.stream is not None:
            name = f"{self._station}-{self._rng.getrandbits(40):010x}"
            self.stream.send({"type": "command", "id": name, "command": {"type": command, "assignment": assignment}})


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """What one stretch of a run measured, in seconds.

    ``to_station``: from when an opening alarm was handed to this machine's kernel until that had its order's bytes for
    the station's socket, for each order of the answer. ``from_due`` counts from when the alarm was due, and so has in
    it how late this process was in sending.
    """

    to_station: list[float]
    from_due: list[float]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What a run measured, its windows apart; durations in seconds.

    ``orders_lost`` never came; ``gaps`` are events that did not follow the one before. ``late_start`` is how late this
    process sent, ``late_read`` how long orders lay at their sockets before it read them.
    """

    rate: float
    sent: int
    statuses: dict[str, int]
    openings: int
    openings_ordered: int
    orders_lost: int
    windows: list[Window]
    answered: list[float]
    late_start: list[float]
    late_read: list[float]
    frames: int
    gaps: int
    refused: dict[str, int]

    @property
    def to_station(self) -> list[float]:
        """Every order's way, of all windows."""
        return [each for window in self.windows for each in window.to_station]

    @property
    def lost(self) -> int:
        """How much went wrong: orders and events that did not come, alarms that were not taken."""
        return self.orders_lost + self.gaps + self.sent - self.statuses.get("201", 0)


class Surge:
    """The sockets of a bench. Use as an async context manager; `begin` or `play` as often as wanted."""

    def __init__(
        self, url: str, centre_token: str, tokens: Mapping[str, str], sites: Sequence[Site], *, seed: int, consoles: int
    ) -> None:
        self._url = url
        self._centre_token = centre_token
        self._tokens = tokens
        self.sites = sites
        self.seed = seed
        self.agenda = Agenda()
        self.samples = Samples()
        self.poster = RawPoster(url, "/api/v1/alarms", centre_token)
        self._consoles = [Socket(self.samples) for _ in range(consoles)]
        self._crews = {station: CrewSocket(self.samples, station, seed, self.agenda) for station in tokens}
        self._runs = 0

    async def __aenter__(self) -> Surge:
        for console in self._consoles:
            console.stream = await open_stream(self._url, self._centre_token, "console", console.on_text)
        stations = list(self._crews)
        for start in range(0, len(stations), _OPEN_AT_ONCE):
            await asyncio.gather(*(self._open(station) for station in stations[start : start + _OPEN_AT_ONCE]))
        await self.poster.warm(_WARM)
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.poster.close()
        for socket in (*self._consoles, *self._crews.values()):
            if socket.stream is not None:
                socket.stream.abort()

    async def play(self, rate: float, seconds: float) -> Step:
        """Raise ``rate`` alarms per second for so long, let the crews finish, and return what was measured."""
        run = self.begin(rate, seconds)
        await run.window(seconds)
        return await run.finish()

    def begin(self, rate: float, seconds: float) -> Run:
        """Return a run of so many seconds, to be driven window by window."""
        self._runs += 1
        self.samples.forget()
        return Run(self, rate, make_mix(self.sites, rate=rate, seconds=seconds, seed=self.seed, run=self._runs))

    def close_incident(self, incident: str) -> None:
        """Have the centre close an incident, by its first console."""
        centre = self._consoles[0].stream if self._consoles else None
        if centre is not None:
            command = {"type": "incident.close", "incident": incident, "reason": NOT_HANDED_OVER}
            centre.send({"type": "command", "id": f"close-{incident}", "command": command})

    async def _open(self, station: str) -> None:
        crew = self._crews[station]
        crew.stream = await open_stream(self._url, self._tokens[station], f"station:{station}", crew.on_text)


class Run:
    """A surge that can be stopped and let go on: between its windows neither alarms nor crews do anything."""

    def __init__(self, surge: Surge, rate: float, alarms: Sequence[TimedAlarm]) -> None:
        self._surge = surge
        self._rate = rate
        self._alarms = alarms
        self._begun_s = 0.0
        self._windows: list[list[_Posted]] = []

    async def window(self, seconds: float) -> None:
        """Go on for so long, then wait for the answers."""
        end_s = self._begun_s + seconds
        due = [alarm for alarm in self._alarms if self._begun_s <= alarm.due_s < end_s]
        posts: list[asyncio.Task[_Posted]] = []
        self._surge.agenda.resume()
        async for number, moment in pace([alarm.due_s - self._begun_s for alarm in due]):
            posts.append(asyncio.create_task(self._post(orjson.dumps(due[number].body), moment)))
        self._windows.append(await asyncio.gather(*posts))
        self._surge.agenda.pause()
        self._begun_s = end_s

    async def finish(self) -> Step:
        """Let the crews finish, and return what was measured."""
        self._surge.agenda.resume()
        await asyncio.sleep(SETTLE_S)
        self._surge.agenda.pause()
        return self._sum_up()

    async def _post(self, body: bytes, due: float) -> _Posted:
        started = time.perf_counter()
        status, content = await self._surge.poster.post(body)
        answered = time.perf_counter()
        answer: Json = orjson.loads(content)
        if status == _CREATED and not answer["merged"]:
            self._surge.agenda.later(_CLOSE_AFTER_S, self._surge.close_incident, answer["incident"])
        return _Posted(due, started, answered, status, answer)

    def _sum_up(self) -> Step:
        posted = [post for window in self._windows for post in window]
        openings = [post for post in posted if post.opened]
        samples = self._surge.samples
        return Step(
            rate=self._rate,
            sent=len(posted),
            statuses=dict(Counter(str(post.status) for post in posted)),
            openings=len(openings),
            openings_ordered=sum(bool(post.answer["assignments"]) for post in openings),
            orders_lost=sum(order not in samples.arrived for post in openings for order in post.orders),
            windows=[self._sum_up_window(window) for window in self._windows],
            answered=[post.answered - post.due for post in posted],
            late_start=[post.started - post.due for post in posted],
            late_read=list(samples.late_read),
            frames=samples.frames,
            gaps=samples.gaps,
            refused=dict(samples.refused),
        )

    def _sum_up_window(self, posted: Sequence[_Posted]) -> Window:
        arrived = self._surge.samples.arrived
        came = [(post, arrived[order]) for post in posted if post.opened for order in post.orders if order in arrived]
        return Window(
            to_station=[at - post.started for post, at in came], from_due=[at - post.due for post, at in came]
        )


class _Posted(msgspec.Struct, frozen=True):
    due: float
    started: float
    answered: float
    status: int
    answer: Json

    @property
    def opened(self) -> bool:
        return self.status == _CREATED and not self.answer["merged"]

    @property
    def orders(self) -> list[str]:
        return [order["id"] for order in self.answer["assignments"]]
