"""The hub killed with SIGKILL at random moments under load, and what must still be true after each restart.

* Every alarm that was answered 201 is in the record exactly once; one that was not answered is sent again with its key
  and then is there exactly once, too.
* Clients that resume by their position miss and repeat nothing, and are never given a snapshot instead.
* Every deadline that fell due is in the record exactly once.

A killed process proves nothing about a disk: that is what the power-cut test of the record is for.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from dispatch.client.errors import HubUnreachableError
from dispatch.client.http import HubClient, Json
from dispatch.client.stream import StreamClient
from loadtest.crews import Crews
from loadtest.districts import make_generated_district, read_sites
from loadtest.habits import Habits
from loadtest.hub import HubProcess, issue_station_tokens, issue_token
from loadtest.ledger import Deadline, count_deadlines, read_ms, unrecorded_deadlines
from loadtest.mix import make_mix
from loadtest.streams import Site, TimedAlarm
from stations.district import read_district

OnProgress = Callable[[str], None]
WhileDead = Callable[[int], None]
"""Called while the hub is dead, with the number of the kill, from 0."""


def _nothing_more(_number: int) -> None:
    """Only the hub is killed."""


RULES = """
name = "示例城"
timezone = "Asia/Shanghai"
[[targets]]
name = "respond"
to = "acknowledged"
limit_s = 2
[[targets]]
name = "arrive"
to = "on_scene"
limit_s = 3
[[ladder]]
trigger = "undelivered"
after_s = 1
action = "next_unit"
[[ladder]]
trigger = "unacknowledged"
after_s = 1
action = "alert_again"
[[ladder]]
trigger = "missed_arrive"
after_s = 0
action = "next_unit"
[outage]
after_s = 1
grace_s = 1
"""
"""Short targets, so that deadlines fall due all the time, also while the hub is dead; and a short outage: some of the
restarts are one."""

LADDER: tuple[dict[str, object], ...] = (
    {"trigger": "undelivered", "after_s": 1},
    {"trigger": "unacknowledged", "after_s": 1},
    {"trigger": "missed_arrive", "after_s": 0},
)

HABITS = Habits(
    shares={"prompt": 0.85, "late": 0.06, "silent": 0.03, "declines": 0.02, "cut_off": 0.04},
    acknowledge_s=(0.1, 0.8),
    late_s=(1.2, 3.5),
    offline_s=(0.3, 1.0),
    travel_factor=(0.01, 0.02),
    control_s=(0.2, 0.6),
    release_s=(0.2, 0.6),
)

_WATCHED_STATIONS = 8
_CONSOLES = 2
_RETRY_S = 0.05
_LAST_DUE_S = 4.0
_GRACE_MS = 1500
_LIMIT_S = 60.0


class CrashPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How often and under what. ``run_s`` is how long the hub lives each time, drawn evenly."""

    crashes: int = 10
    seed: int = 1
    rate: float = 200.0
    stations: int = 120
    run_s: tuple[float, float] = (0.3, 1.2)


class CrashReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was true in the end. All of the tuples must be empty; ``sound`` says so."""

    seed: int
    crashes: int
    sent: int
    answered: int
    sent_again: int
    events: int
    deadlines: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    strange: tuple[str, ...]
    readers: tuple[str, ...]
    unrecorded: tuple[Deadline, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, doubled, missed, repeated or forgotten."""
        return not (self.lost or self.doubled or self.strange or self.readers or self.unrecorded)


async def run(
    plan: CrashPlan,
    folder: Path,
    *,
    redis: str | None = None,
    while_dead: WhileDead = _nothing_more,
    on_progress: OnProgress = print,
) -> CrashReport:
    """Kill and restart the hub as planned, in a new district below ``folder``, and return what was found.

    The record lies in ``folder``, or on the server at the address ``redis``. ``while_dead`` is called after each kill
    with its number, from 0: the place to kill that server too, and start it again.
    """
    district = make_generated_district(folder / "district", stations=plan.stations, seed=plan.seed)
    (district / "district.toml").write_text(RULES, encoding="utf-8")
    hub = HubProcess(district, folder / "data", options=() if redis is None else ("--redis", redis))
    trial = _Trial(plan, hub, district, while_dead, on_progress)
    try:
        await hub.start()
        return await trial.run()
    finally:
        await hub.kill()


class _Trial:
    """One series of crashes of one hub."""

    def __init__(
        self, plan: CrashPlan, hub: HubProcess, district: Path, while_dead: WhileDead, on_progress: OnProgress
    ) -> None:
        self._plan = plan
        self._hub = hub
        self._district = district
        self._while_dead = while_dead
        self._on_progress = on_progress
        self._rng = random.Random(plan.seed)
        self._sites: list[Site] = read_sites(district)
        self._centre = ""
        self._alarm_of_key: dict[str, str] = {}
        self._unanswered: list[Json] = []
        self._strange: list[str] = []
        self._sent = 0
        self._sent_again = 0
        # From a kill until what was sent again was taken: so long the hub may learn of a deadline and its end at once.
        self._longest_away_ms = 0

    async def run(self) -> CrashReport:
        stations = [station.id for station in read_district(self._district).stations]
        tokens = await issue_station_tokens(self._hub.data, stations)
        self._centre = await issue_token(self._hub.data, "dispatcher")
        watched = self._rng.sample(stations, min(_WATCHED_STATIONS, len(stations)))
        views = ["console"] * _CONSOLES + [f"station:{station}" for station in watched]
        readers = [_Reader(self._hub.url, self._centre, view) for view in views]
        async with Crews(self._hub.url, tokens, habits=HABITS, seed=self._plan.seed), asyncio.TaskGroup() as group:
            tasks = [group.create_task(reader.run()) for reader in readers]
            for number in range(self._plan.crashes):
                await self._live_and_die(number)
                killed_at = asyncio.get_running_loop().time()
                await self._hub.start()
                await self._send_again()
                away_ms = round(1000 * (asyncio.get_running_loop().time() - killed_at))
                self._longest_away_ms = max(self._longest_away_ms, away_ms)
            # What was ordered last falls due and is answered before the record is looked at.
            await asyncio.sleep(_LAST_DUE_S)
            report = await self._report(readers)
            for task in tasks:
                task.cancel()
        return report

    async def _live_and_die(self, number: int) -> None:
        seconds = self._rng.uniform(*self._plan.run_s)
        self._on_progress(f"crash {number + 1} of {self._plan.crashes}: after {seconds:.3f} s (seed {self._plan.seed})")
        # More than will be sent: the kill comes in the middle.
        alarms = make_mix(self._sites, rate=self._plan.rate, seconds=seconds + 1, seed=self._plan.seed, run=number)
        async with HubClient(self._hub.url, self._centre) as client:
            sending = asyncio.create_task(self._send_all(client, alarms))
            await asyncio.sleep(seconds)
            await self._hub.kill()
            await asyncio.to_thread(self._while_dead, number)
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sending

    async def _send_all(self, client: HubClient, alarms: Sequence[TimedAlarm]) -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()
        posts: set[asyncio.Task[None]] = set()
        try:
            for alarm in alarms:
                await asyncio.sleep(max(0.0, start + alarm.due_s - loop.time()))
                self._sent += 1
                posts.add(asyncio.create_task(self._send(client, alarm.body)))
        finally:
            # The hub is dead by now: each of these is answered, or fails at once.
            await asyncio.gather(*posts)

    async def _send(self, client: HubClient, body: Json) -> None:
        try:
            answer = await client.raise_alarm(body)
        except HubUnreachableError:
            self._unanswered.append(body)
            return
        if answer.status not in (200, 201):
            self._strange.append(f"alarm {body['key']} was answered {answer.status}: {answer.body.get('detail')}")
        elif self._alarm_of_key.setdefault(body["key"], answer.body["alarm"]) != answer.body["alarm"]:
            self._strange.append(f"key {body['key']} was answered with two alarms")

    async def _send_again(self) -> None:
        again, self._unanswered = self._unanswered, []
        self._sent_again += len(again)
        async with HubClient(self._hub.url, self._centre) as client:
            await asyncio.gather(*(self._send(client, body) for body in again))

    async def _report(self, readers: Sequence[_Reader]) -> CrashReport:
        async with HubClient(self._hub.url, self._centre) as client:
            events = [event async for event in client.list_events()]
            head = events[-1]["seq"]
            faults = [fault for reader in readers for fault in await reader.faults(client, head)]
        raised = [event["alarm"] for event in events if event["type"] == "alarm.raised"]
        answered = set(self._alarm_of_key.values())
        lost = answered - set(raised)
        if len(raised) != len(self._alarm_of_key):
            self._strange.append(f"{len(self._alarm_of_key)} alarms were sent, the record holds {len(raised)}")
        until_ms = read_ms(events[-1]["at"])
        unrecorded = unrecorded_deadlines(events, LADDER, until_ms=until_ms, grace_ms=_GRACE_MS + self._longest_away_ms)
        return CrashReport(
            seed=self._plan.seed,
            crashes=self._plan.crashes,
            sent=self._sent,
            answered=len(self._alarm_of_key),
            sent_again=self._sent_again,
            events=len(events),
            deadlines=count_deadlines(events),
            lost=tuple(sorted(lost)),
            doubled=tuple(sorted({alarm for alarm in raised if raised.count(alarm) > 1})),
            strange=tuple(self._strange),
            readers=tuple(faults),
            unrecorded=tuple(unrecorded),
        )


class _Reader:
    """A subscriber that comes back by its position after every crash and keeps the numbers of what it got."""

    def __init__(self, url: str, token: str, view: str) -> None:
        self._client = StreamClient(url, token, view)
        self._view = view
        self._start: int | None = None
        self._seen: list[int] = []
        self._news = asyncio.Condition()

    async def run(self) -> None:
        """Read until cancelled. Raises `StreamBrokenError` at the first gap or repetition."""
        while True:
            try:
                await self._client.connect()
                while True:
                    await self._take(await self._client.receive())
            except HubUnreachableError:
                await asyncio.sleep(_RETRY_S)
            finally:
                self._client.cut()

    async def faults(self, client: HubClient, head: int) -> list[str]:
        """Return what is wrong with what was read, against the record up to ``head``."""
        start = self._start or 0
        expected = [event["seq"] async for event in client.list_events(start, view=self._view) if event["seq"] <= head]
        try:
            async with asyncio.timeout(_LIMIT_S), self._news:
                await self._news.wait_for(lambda: not expected or bool(self._seen and self._seen[-1] >= expected[-1]))
        except TimeoutError:
            return [f"{self._view}: read up to {self._seen[-1:]}, but the record has {expected[-1:]} for it"]
        found = [seq for seq in self._seen if seq <= head]
        faults = []
        if found != expected:
            faults.append(f"{self._view}: {len(found)} events read, {len(expected)} in the record")
        if self._client.resets > 1:
            faults.append(f"{self._view}: {self._client.resets - 1} snapshots where it could have read on")
        return faults

    async def _take(self, frame: Json) -> None:
        if frame["type"] == "reset":
            self._start = frame["position"]["seq"]
        elif frame["type"] == "event":
            async with self._news:
                self._seen.append(frame["seq"])
                self._news.notify_all()
