"""Open-loop load against a running hub: every alarm is sent when it is due, however slow the answers are."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np

from dispatch.client.errors import ClientError, HubUnreachableError
from dispatch.client.http import Answer, HubClient, Json
from loadtest.errors import LoadError
from loadtest.ledger import AlarmAudit, audit_alarms
from loadtest.streams import Site, TimedAlarm

CREATED = 201
_RECENT = 50
"""Repeats come from one of this many devices that alarmed last."""

_KINDS = (("detector", "smoke"), ("detector", "heat"), ("panel", "water_flow"), ("panel", "manual_call_point"))


class Percentiles(msgspec.Struct, frozen=True, kw_only=True):
    """Of the samples themselves, linearly interpolated, in milliseconds."""

    count: int
    p50_ms: float
    p90_ms: float
    p99_ms: float
    max_ms: float


class LoadReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a load run saw. ``late_start`` says how well the load side itself kept its times.

    ``audit`` is None where the record could not be read afterwards; ``trouble`` says why.
    """

    sent: int
    seconds: float
    statuses: dict[str, int]
    unanswered: int
    answered: Percentiles | None
    late_start: Percentiles | None
    audit: AlarmAudit | None
    trouble: str = ""

    @property
    def sound(self) -> bool:
        """Whether every alarm was answered 201 and nothing is wrong with the record."""
        return self.statuses.get(str(CREATED), 0) == self.sent and self.audit is not None and self.audit.sound


def percentiles(seconds: Sequence[float]) -> Percentiles | None:
    """Return the percentiles of durations in seconds; None of none."""
    if not seconds:
        return None
    p50, p90, p99, most = (float(value) * 1000 for value in np.percentile(seconds, (50, 90, 99, 100)))
    return Percentiles(count=len(seconds), p50_ms=p50, p90_ms=p90, p99_ms=p99, max_ms=most)


def make_surge(
    sites: Sequence[Site], *, rate: float, duration_s: float, seed: int, opening: float = 0.1
) -> list[TimedAlarm]:
    """Return an evenly spaced surge of ``rate`` alarms per second.

    A share ``opening`` comes from devices that have not alarmed before, and so opens incidents; the others repeat a
    device that is alarming already. Raises `LoadError` without sites.
    """
    if not sites:
        raise LoadError("a surge needs places to happen at; give a district with buildings")
    rng = random.Random(seed)
    run = secrets.token_hex(4)  # keys and devices are new in every run: the hub remembers them
    devices: list[Json] = []
    alarms = []
    for number in range(int(rate * duration_s)):
        if not devices or rng.random() < opening:
            body = _new_device(rng, sites, f"load-{run}-{number}")
            devices.append(body)
        else:
            body = rng.choice(devices[-_RECENT:])
        alarms.append(TimedAlarm(number / rate, body | {"key": f"{run}-{number}"}))
    return alarms


def _new_device(rng: random.Random, sites: Sequence[Site], device: str) -> Json:
    site = rng.choice(sites)
    source, kind = rng.choice(_KINDS)
    place: Json = {"lon": site.lon, "lat": site.lat, "floor": rng.randint(1, max(site.storeys, 1))}
    if site.building:
        place["building"] = site.building
    return {"source": source, "kind": kind, "device": device, "place": place}


class _Run:
    """The samples of one run."""

    def __init__(self, client: HubClient, alarms: Sequence[TimedAlarm]) -> None:
        self._client = client
        self._alarms = alarms
        self.statuses: Counter[str] = Counter()
        self.unanswered = 0
        self.answered_s: list[float] = []
        self.late_start_s: list[float] = []
        self.created: list[Answer] = []

    async def play(self) -> float:
        """Send everything at its time, wait for the answers, and return how long that took."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        async with asyncio.TaskGroup() as group:
            for alarm in self._alarms:
                due = start + alarm.due_s
                if (wait_s := due - loop.time()) > 0:
                    await asyncio.sleep(wait_s)
                self.late_start_s.append(max(loop.time() - due, 0.0))
                group.create_task(self._send(alarm.body, due))
        return loop.time() - start

    async def _send(self, body: Json, due: float) -> None:
        try:
            answer = await self._client.raise_alarm(body)
        except HubUnreachableError:
            self.unanswered += 1
            return
        self.answered_s.append(asyncio.get_running_loop().time() - due)
        self.statuses[str(answer.status)] += 1
        if answer.status == CREATED:
            self.created.append(answer)


async def run_load(client: HubClient, alarms: Sequence[TimedAlarm]) -> LoadReport:
    """Play the alarms against the hub of ``client``, then hold its record against the answers.

    The token must see the console's view (dispatcher, commander or admin). Raises `HubUnreachableError` where there is
    no hub to begin with. Keys are made new, so that the same alarms can be played again.
    """
    before = int((await client.get("/state"))["position"]["seq"])
    name = secrets.token_hex(4)
    alarms = [TimedAlarm(each.due_s, each.body | {"key": f"{name}-{each.body['key']}"}) for each in alarms]
    run = _Run(client, alarms)
    seconds = await run.play()
    audit, trouble = None, ""
    try:
        events = [event async for event in client.list_events(before)]
        audit = audit_alarms(events, (answer.body["alarm"] for answer in run.created))
    except ClientError as problem:
        trouble = f"the record could not be held against the answers: {problem}"
    return LoadReport(
        sent=len(alarms),
        seconds=seconds,
        statuses=dict(run.statuses),
        unanswered=run.unanswered,
        answered=percentiles(run.answered_s),
        late_start=percentiles(run.late_start_s),
        audit=audit,
        trouble=trouble,
    )
