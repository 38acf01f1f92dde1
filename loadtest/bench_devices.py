"""A hundred thousand devices that say every minute that they live, and a fire among them.

The same fires are raised in windows without heartbeats and in windows with them, in turns on one hub. Time is not
compressed: the heartbeats of a window come at the rate that so many devices have.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np

from dispatch.client.http import HubClient
from loadtest.agenda import Agenda
from loadtest.districts import make_generated_district
from loadtest.errors import LoadError
from loadtest.figures import Figure, above_floor, at_most, voided
from loadtest.machine import MachineWatch
from loadtest.mqtt_devices import Devices, broker
from loadtest.raw_client import open_stream
from loadtest.scrape import longest_bucket, scrape
from loadtest.stage import LOOP_WATCHED, Staged, staged
from loadtest.surge import CrewSocket, Samples
from loadtest.threads import PROC
from loadtest.windows import why_void
from stations.devices import Device, Gateway
from stations.writing import write_table

RATIO_GOAL = 1.5
"""A fire among heartbeats may take so many times what it takes without (issue 16)."""

_GATEWAY, _TENANT = "GW-MQTT", "t1"
_STATIONS = 60
_FIRE_EVERY_S = 1.0
_ORDER_WITHIN_S = 30.0
_TICK_S = 0.01
_SILENT_AFTER_S = 3_600  # longer than a run: who is truly silent is recorded, and that is another matter
_HEARD = "onethree_mqtt_heartbeats"
_STORED_WITHIN_S = 30.0


class DevicesPlan(msgspec.Struct, frozen=True, kw_only=True):
    """``devices`` that each say every ``every_s`` that they live; ``rounds`` of a quiet and a busy window."""

    devices: int = 100_000
    every_s: float = 60.0
    rounds: int = 2
    quiet_s: float = 15.0
    busy_s: float = 30.0
    seed: int = 1


class _Window(msgspec.Struct):
    """What one kind of window measured, all of its rounds together."""

    seconds: float = 0.0
    cpu_s: float = 0.0
    grown: int = 0
    events: float = 0.0
    took_s: list[float] = []
    lost: int = 0
    stood_still_s: float = 0.0

    def figures(self) -> list[tuple[str, float, str]]:
        """Return what it cost, beside a fire a second."""
        return [
            ("hub's CPU", 100 * self.cpu_s / self.seconds, "% of a core"),
            ("its loop stood still at most", 1e3 * self.stood_still_s, "ms"),
            ("events recorded", 60 * self.events / self.seconds, "a minute"),
            ("data folder grows by", 60 * self.grown / 1024 / self.seconds, "KiB/min"),
        ]


async def run(plan: DevicesPlan, *, on_progress: Callable[[str], None]) -> list[Figure]:
    """Measure. Raises `LoadError` where the machine has no mosquitto."""
    with TemporaryDirectory() as name:
        work = Path(name)
        on_progress(f"a district with {plan.devices} devices (示例)")
        district = await asyncio.to_thread(_make_district, work / "district", plan)
        async with AsyncExitStack() as stack:
            port = await stack.enter_async_context(broker(work))
            options = ("--mqtt", f"mqtt://127.0.0.1:{port}?gateway={_GATEWAY}")
            began = time.perf_counter()
            hub = await stack.enter_async_context(
                staged(district, work / "data", options=options, settings=LOOP_WATCHED)
            )
            on_progress(f"the hub leads after {time.perf_counter() - began:.1f} s")
            heartbeats = await stack.enter_async_context(Devices(port, "devices"))
            fires = await stack.enter_async_context(Devices(port, "fires"))
            bench = _Bench(plan, hub, heartbeats=heartbeats, fires=fires, on_progress=on_progress)
            return await bench.measure()


def _make_district(folder: Path, plan: DevicesPlan) -> Path:
    make_generated_district(folder, stations=_STATIONS, seed=plan.seed)
    buildings = 2 * _STATIONS
    gateway = Gateway(id=_GATEWAY, protocol="mqtt", address=_TENANT, name="示例")
    write_table(folder, "gateways", [gateway])
    write_table(
        folder,
        "devices",
        (
            Device(
                id=_device(number),
                kind="smoke_photoelectric",
                gateway=_GATEWAY,
                address=_device(number),
                building=f"B{number % buildings + 1:05d}",
                floor=1,
                silent_after_s=_SILENT_AFTER_S,
            )
            for number in range(plan.devices)
        ),
    )
    return folder


def _device(number: int) -> str:
    return f"D{number:06d}"


class _Bench:
    """One run on a running hub and broker."""

    def __init__(
        self,
        plan: DevicesPlan,
        hub: Staged,
        *,
        heartbeats: Devices,
        fires: Devices,
        on_progress: Callable[[str], None],
    ) -> None:
        self._plan = plan
        self._hub = hub
        self._heartbeats = heartbeats
        self._fires = fires
        self._data = hub.hub.data
        self._on_progress = on_progress
        self._samples = Samples()
        self._agenda = Agenda()
        self._next_fire = 0
        self._next_heartbeat = 0

    async def measure(self) -> list[Figure]:
        plan, pid = self._plan, self._hub.hub.pid
        await self._open_stations()
        await self._fire_for(3.0)  # what is compiled and imported at the first is no device's doing
        quiet, busy = _Window(), _Window()
        resident = self._hub.hub.resident_bytes()
        before = (await scrape(self._hub.hub.url)).get(_HEARD, 0.0)
        watch = MachineWatch([os.getpid(), pid])
        for number in range(plan.rounds):
            self._on_progress(f"round {number + 1} of {plan.rounds}: {plan.quiet_s:g} s without heartbeats")
            await self._window(quiet, plan.quiet_s)
            self._on_progress(f"{plan.busy_s:g} s with {plan.devices / plan.every_s:,.0f} heartbeats a second")
            sending = asyncio.create_task(self._send_heartbeats())
            await self._window(busy, plan.busy_s)
            sending.cancel()
        heard = await self._heard(before)
        void = why_void(bare_p99_s=None, others=watch.use().others, stolen=0.0)
        extra = await self._recorded_of_heartbeats()
        sent = self._heartbeats.sent
        told = max(1, min(plan.devices, heard))
        return [
            Figure("devices", plan.devices),
            Figure("heartbeats a second", sent / busy.seconds),
            Figure("heartbeats that were heard", heard, "", "sent", heard / sent, 1.0, heard == sent),
            at_most("events recorded of heartbeats", extra, "", 0.0),
            *(
                Figure(f"{what}, {name} heartbeats", value, unit)
                for name, window in (("without", quiet), ("with", busy))
                for what, value, unit in window.figures()
            ),
            Figure("hub's memory", resident / 2**20, "MiB"),
            Figure("and for each device heard", (self._hub.hub.resident_bytes() - resident) / told, "B"),
            at_most("orders that did not come", quiet.lost + busy.lost, "", 0.0),
            *voided(_ratios(quiet, busy), void),
        ]

    async def _open_stations(self) -> None:
        for station, token in self._hub.tokens.items():
            crew = CrewSocket(self._samples, station, self._plan.seed, self._agenda)
            crew.stream = await open_stream(self._hub.hub.url, token, f"station:{station}", crew.on_text)
        self._agenda.resume()

    async def _window(self, window: _Window, seconds: float) -> None:
        cpu, size, before = _cpu_s(self._hub.hub.pid), _sizes(self._data), await scrape(self._hub.hub.url)
        began = time.perf_counter()
        took, lost = await self._fire_for(seconds)
        window.took_s = [*window.took_s, *took]
        window.lost += lost
        window.cpu_s += _cpu_s(self._hub.hub.pid) - cpu
        window.seconds += time.perf_counter() - began
        window.grown += _sizes(self._data) - size
        after = await scrape(self._hub.hub.url)
        window.events += after["onethree_head"] - before["onethree_head"]
        still_s = longest_bucket(before, after, "onethree_loop_late_seconds")
        window.stood_still_s = max(window.stood_still_s, still_s or 0.0)

    async def _fire_for(self, seconds: float) -> tuple[list[float], int]:
        """Raise a fire a second; return how long each took to the first order at a station's socket, and how many
        never had one."""
        took, lost = [], 0
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            at = time.perf_counter()
            found = await self._raise_fire()
            if found is None:
                lost += 1
            else:
                took.append(found)
            await asyncio.sleep(max(0.0, at + _FIRE_EVERY_S - time.perf_counter()))
        return took, lost

    async def _raise_fire(self) -> float | None:
        known, number = set(self._samples.arrived), self._next_fire
        self._next_fire += 1
        at = time.perf_counter()
        self._fires.send(_device(number), "alarm", {"msgId": f"f{number}", "event": "smoke_alarm"})
        try:
            async with asyncio.timeout(_ORDER_WITHIN_S):
                while not (new := self._samples.arrived.keys() - known):  # noqa: ASYNC110 - a look costs nothing
                    await asyncio.sleep(_TICK_S)
        except TimeoutError:
            return None
        return min(self._samples.arrived[each] for each in new) - at

    async def _send_heartbeats(self) -> None:
        """Send at the devices' rate; each device in its turn, round and round."""
        rate, began, sent = self._plan.devices / self._plan.every_s, time.perf_counter(), 0
        body: dict[str, object] = {"event": "heartbeat", "battery_pct": 87, "rsrp": -91, "snr": 12}
        while True:
            due = int((time.perf_counter() - began) * rate)
            for _ in range(due - sent):
                self._heartbeats.send(_device(self._next_heartbeat), "heartbeat", body)
                self._next_heartbeat = (self._next_heartbeat + 1) % self._plan.devices
            sent = due
            await self._heartbeats.flush()
            await asyncio.sleep(_TICK_S)

    async def _heard(self, before: float) -> int:
        """Wait until the hub has heard all that was sent; return how many that are."""
        until = time.perf_counter() + _STORED_WITHIN_S
        while True:
            heard = int((await scrape(self._hub.hub.url))[_HEARD] - before)
            if heard >= self._heartbeats.sent or time.perf_counter() > until:
                return heard
            await asyncio.sleep(0.2)

    async def _recorded_of_heartbeats(self) -> int:
        """Return how many events there are of devices that sent heartbeats alone."""
        burnt = {_device(number) for number in range(self._next_fire)}
        async with HubClient(self._hub.hub.url, self._hub.centre) as client:
            devices = [event["device"] async for event in client.list_events() if event.get("device")]
        return sum(device not in burnt for device in devices)


def _ratios(quiet: _Window, busy: _Window) -> list[Figure]:
    if not quiet.took_s or not busy.took_s:
        raise LoadError("no order came: the district's crews were all busy, or the hub was")
    figures = []
    for name, share in (("p50", 50), ("p95", 95)):
        alone, among = (float(np.percentile(each.took_s, share)) * 1e3 for each in (quiet, busy))
        figures.append(Figure(f"fire to a station's socket without heartbeats, {name}", alone, "ms"))
        figures.append(
            above_floor(f"with heartbeats, {name}", among, "ms", floor="without", takes=alone, goal=RATIO_GOAL)
        )
    return figures


def _cpu_s(pid: int) -> float:
    fields = (PROC / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _sizes(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
