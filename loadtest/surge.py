"""A surge as the bench drives it: crews and consoles on raw sockets, alarms open loop, every order timed.

One alarm in ten opens an incident that needs orders; the others repeat a device that is alarming already. Crews send
``seen``, pass every milestone and are released within five seconds; the centre then closes the incident. Every socket
checks that each event follows the one before.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import orjson

from dispatch.client.http import Json
from loadtest.pacing import pace
from loadtest.raw_client import RawPoster, RawStream, open_stream
from loadtest.streams import Site, TimedAlarm

OPENING_SHARE = 0.1
_REPEAT_FROM_S, _REPEAT_UNTIL_S = 0.3, 3.0
"""A repeat comes this long after the alarm that opened: while the incident is surely open."""
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
_HEAD = re.compile(rb'\{"type":"(?:event|mark)","seq":(\d+),"prev":(\d+)')


class Samples:
    """What a step measured: when each order reached its station, and what the crews were answered."""

    def __init__(self) -> None:
        self.arrived: dict[str, float] = {}
        self.frames = 0
        self.gaps = 0
        self.refused: Counter[str] = Counter()


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

    def __init__(self, samples: Samples, station: str, seed: int) -> None:
        super().__init__(samples)
        self._station = station
        self._rng = random.Random(f"{seed}/{station}")
        self._count = 0

    def on_event(self, payload: bytes, at: float) -> None:
        """Time an order of this station and begin to answer it."""
        if b'"type":"assignment.assigned"' not in payload:
            return
        event = orjson.loads(payload)["event"]
        if event.get("station") != self._station or self.stream is None:
            return
        self.samples.arrived[event["assignment"]] = at
        self.stream.send({"type": "seen", "seq": event["seq"]})
        loop = asyncio.get_running_loop()
        jitter_s = self._rng.uniform(0, _JITTER_S)
        for after_s, command in _MILESTONES:
            loop.call_later(after_s + jitter_s, self._send, command, event["assignment"])

    def _send(self, command: str, assignment: str) -> None:
        self._count += 1
        if self.stream is not None:
            name = f"{self._station}-{self._rng.getrandbits(40):010x}"
            self.stream.send({"type": "command", "id": name, "command": {"type": command, "assignment": assignment}})


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What one rate measured; durations in seconds.

    ``to_station`` is from when an opening alarm was due until its order's bytes were read at the station's socket, for
    each order of the answer. ``orders_lost`` never came; ``gaps`` are events that did not follow the one before.
    """

    rate: float
    sent: int
    statuses: dict[str, int]
    openings: int
    openings_ordered: int
    orders_lost: int
    to_station: list[float]
    answered: list[float]
    late_start: list[float]
    frames: int
    gaps: int
    refused: dict[str, int]


class Surge:
    """The sockets of a bench. Use as an async context manager; `play` as often as wanted."""

    def __init__(
        self, url: str, centre_token: str, tokens: Mapping[str, str], sites: Sequence[Site], *, seed: int, consoles: int
    ) -> None:
        self._url = url
        self._centre_token = centre_token
        self._tokens = tokens
        self._sites = sites
        self._seed = seed
        self._samples = Samples()
        self._poster = RawPoster(url, "/api/v1/alarms", centre_token)
        self._consoles = [Socket(self._samples) for _ in range(consoles)]
        self._crews = {station: CrewSocket(self._samples, station, seed) for station in tokens}
        self._runs = 0

    async def __aenter__(self) -> Surge:
        for console in self._consoles:
            console.stream = await open_stream(self._url, self._centre_token, "console", console.on_text)
        stations = list(self._crews)
        for start in range(0, len(stations), _OPEN_AT_ONCE):
            await asyncio.gather(*(self._open(station) for station in stations[start : start + _OPEN_AT_ONCE]))
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._poster.close()
        for socket in (*self._consoles, *self._crews.values()):
            if socket.stream is not None:
                socket.stream.abort()

    async def play(self, rate: float, seconds: float) -> Step:
        """Raise ``rate`` alarms per second for so long, let the crews finish, and return what was measured."""
        self._runs += 1
        await self._poster.warm(32)
        self._samples.arrived.clear()
        frames_before = self._samples.frames
        alarms = make_mix(self._sites, rate=rate, seconds=seconds, seed=self._seed, run=self._runs)
        posts: list[asyncio.Task[_Posted]] = []
        async for number, due in pace([alarm.due_s for alarm in alarms]):
            posts.append(asyncio.create_task(self._post(orjson.dumps(alarms[number].body), due)))
        posted = await asyncio.gather(*posts)
        await asyncio.sleep(SETTLE_S)
        return self._sum_up(rate, posted, self._samples.frames - frames_before)

    async def _open(self, station: str) -> None:
        crew = self._crews[station]
        crew.stream = await open_stream(self._url, self._tokens[station], f"station:{station}", crew.on_text)

    async def _post(self, body: bytes, due: float) -> _Posted:
        started = asyncio.get_running_loop().time()
        status, content = await self._poster.post(body)
        answer: Json = orjson.loads(content)
        if status == 201 and not answer["merged"]:  # noqa: PLR2004 – HTTP's own number
            asyncio.get_running_loop().call_later(_CLOSE_AFTER_S, self._close_incident, answer["incident"])
        return _Posted(due, started, asyncio.get_running_loop().time(), status, answer)

    def _close_incident(self, incident: str) -> None:
        centre = self._consoles[0].stream
        if centre is not None:
            command = {"type": "incident.close", "incident": incident}
            centre.send({"type": "command", "id": f"close-{incident}", "command": command})

    def _sum_up(self, rate: float, posted: Sequence[_Posted], frames: int) -> Step:
        openings = [post for post in posted if post.status == 201 and not post.answer["merged"]]  # noqa: PLR2004
        orders = [(post.due, order["id"]) for post in openings for order in post.answer["assignments"]]
        arrived = self._samples.arrived
        return Step(
            rate=rate,
            sent=len(posted),
            statuses=dict(Counter(str(post.status) for post in posted)),
            openings=len(openings),
            openings_ordered=sum(bool(post.answer["assignments"]) for post in openings),
            orders_lost=sum(order not in arrived for _, order in orders),
            to_station=[arrived[order] - due for due, order in orders if order in arrived],
            answered=[post.answered - post.due for post in posted],
            late_start=[post.started - post.due for post in posted],
            frames=frames,
            gaps=self._samples.gaps,
            refused=dict(self._samples.refused),
        )


class _Posted(msgspec.Struct, frozen=True):
    due: float
    started: float
    answered: float
    status: int
    answer: Json


def make_mix(sites: Sequence[Site], *, rate: float, seconds: float, seed: int, run: int) -> list[TimedAlarm]:
    """Return an evenly spaced surge: a tenth opens incidents, the rest repeats a device of a moment ago."""
    rng = random.Random(f"{seed}/{run}")
    opened: list[TimedAlarm] = []
    oldest = newest = 0
    alarms = []
    for number in range(int(rate * seconds)):
        due_s = number / rate
        while newest < len(opened) and opened[newest].due_s <= due_s - _REPEAT_FROM_S:
            newest += 1
        while oldest < newest and opened[oldest].due_s < due_s - _REPEAT_UNTIL_S:
            oldest += 1
        key = f"bench-{seed}-{run}-{number}"
        if not opened or rng.random() < OPENING_SHARE:
            alarm = TimedAlarm(due_s, _opening(rng, sites, key))
            opened.append(alarm)
        else:
            # In the first moments there is nobody to repeat but the newest.
            repeated = rng.choice(opened[oldest:newest] or opened[-1:])
            alarm = TimedAlarm(due_s, repeated.body | {"key": key})
        alarms.append(alarm)
    return alarms


def _opening(rng: random.Random, sites: Sequence[Site], key: str) -> Json:
    site = rng.choice(sites)
    place: Json = {"lon": site.lon, "lat": site.lat, "floor": rng.randint(1, max(site.storeys, 1))}
    if site.building:
        place["building"] = site.building
    return {"source": "detector", "kind": "smoke", "device": key, "key": key, "place": place}
