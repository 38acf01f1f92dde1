"""``onethree bench panels``: from a panel's frame to its confirmation, which comes only once the frame is durable.

A hundred panels of GB/T 26875.3 dial a hub of their own and send, in three windows: analogue values, each after the
last was confirmed, as fast as that goes; changes, of which each is an event of the record; and at a steady rate whose
times are kept however slow the answers are. Beside it stand the figures that another receiver published. On a machine
that others use meanwhile the figures are void; what a frame costs in CPU is the same all the time.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import msgspec

from dispatch.client import panel_frames as frames
from loadtest.districts import make_generated_district
from loadtest.errors import LoadError
from loadtest.figures import Figure, at_most, undercut, voided
from loadtest.hub import HubProcess, free_port
from loadtest.load import Percentiles
from loadtest.machine import MachineWatch
from loadtest.windows import why_void

OnProgress = Callable[[str], None]
"""Told each step of the bench in a sentence."""

PEER = "TorchLink over TCP, as published"
PEER_RATE = 166.0
PEER_P95_MS = 414.0
RATE_GOAL = 10.0
LATENCY_GOAL = 10.0
FIRST_ADDRESS = 10_000
_HOST = "127.0.0.1"
_PUMP, _SMOKE, _KILOPASCAL = 91, 42, 5
_ANSWER_S = 30.0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a bench drives: so many panels with so many components each, each window so long."""

    panels: int = 100
    components: int = 60
    seconds: float = 6.0
    warm_s: float = 2.0
    rate: float = PEER_RATE * RATE_GOAL
    seed: int = 1


class _Window(msgspec.Struct, frozen=True, kw_only=True):
    seconds: float
    answered: Percentiles
    p95_ms: float
    denied: int
    unanswered: int


class _Driver(asyncio.Protocol):
    """One panel: frames are made as they are needed, confirmations told with how long they took."""

    def __init__(self, address: int) -> None:
        self.address = address
        self.took: list[float] = []
        self.denied = 0
        self.open: dict[int, float] = {}
        self._numbers = count()
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._next: Callable[[], bytes | None] = lambda: None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The line stands."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def send(self, adu: bytes, since: float | None = None) -> None:
        """Send a data unit; its time counts from ``since``, where it was due earlier than now."""
        seq = next(self._numbers) % 65536
        self.open[seq] = time.perf_counter() if since is None else since
        self._write(seq, frames.DATA, adu)

    def go(self, following: Callable[[], bytes | None]) -> None:
        """Send what follows, each data unit once the one before was confirmed."""
        self._next = following
        self._go_on()

    def data_received(self, data: bytes) -> None:
        """Note confirmations, answer what the hub asks."""
        now = time.perf_counter()
        self._buffer += data
        for heard in frames.take(self._buffer):
            if heard.command in {frames.CONFIRM, frames.DENY}:
                since = self.open.pop(heard.seq, None)
                if since is not None:
                    self.took.append(now - since)
                    self.denied += heard.command == frames.DENY
                    self._go_on()
            else:
                self._write(heard.seq, frames.CONFIRM if heard.command == frames.CONTROL else frames.DENY, b"")

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    def _go_on(self) -> None:
        adu = self._next()
        if adu is not None:
            self.send(adu)

    def _write(self, seq: int, command: int, adu: bytes) -> None:
        if self._transport is not None:
            at = datetime.now(UTC)
            self._transport.write(frames.write(seq, command, adu, source=self.address, centre=1, at=at))


async def run(plan: Plan, *, folder: Path | None = None, on_progress: OnProgress = print) -> list[Figure]:
    """Run the bench and return its figures. ``folder`` is where the record is written. Raises `LoadError`."""
    with tempfile.TemporaryDirectory(prefix="onethree-bench-", ignore_cleanup_errors=True, dir=folder) as name:
        work = Path(name)
        district = make_generated_district(work / "district", stations=12, seed=plan.seed)
        _write_tables(district, plan)
        port = free_port()
        async with HubProcess(district, work / "data", options=("--gb26875", f"{_HOST}:{port}")) as hub:
            async with _dialled(port, plan.panels) as panels:
                await _at_rest(panels)
                await _as_fast(
                    panels, msgspec.structs.replace(plan, seconds=plan.warm_s), lambda _: None, "warm", _values
                )
                watch, used = MachineWatch((hub.pid, os.getpid())), _cpu_s(hub.pid)
                values = await _as_fast(panels, plan, on_progress, "values", _values)
                spent = (_cpu_s(hub.pid) - used) / values.answered.count
                changes = await _as_fast(panels, plan, on_progress, "changes", _changes)
                steady = await _steady(panels, plan, on_progress)
                use = watch.use()
            memory = hub.resident_bytes()
    found = _figures(plan, values, changes, steady, memory=memory, cpu_s=spent)
    return voided(found, why_void(bare_p99_s=None, others=use.others, stolen=use.stolen))


async def _as_fast(
    panels: Sequence[_Driver],
    plan: Plan,
    on_progress: OnProgress,
    name: str,
    units: Callable[[Plan], Iterator[bytes]],
) -> _Window:
    """Let every panel send as soon as its last frame was confirmed."""
    start = time.perf_counter()
    for panel in panels:
        own = units(plan)
        panel.go(lambda own=own: next(own, None) if time.perf_counter() < start + plan.seconds else None)  # type: ignore[misc]
    await asyncio.sleep(plan.seconds)
    return await _end(panels, start, on_progress, name)


async def _steady(panels: Sequence[_Driver], plan: Plan, on_progress: OnProgress) -> _Window:
    """Send at the plan's rate, panel after panel, at times that do not wait for answers."""
    start = time.perf_counter()
    units = [_values(plan) for _ in panels]
    for number in range(int(plan.rate * plan.seconds)):
        due = start + number / plan.rate
        wait = due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        elif number % len(panels) == 0:
            await asyncio.sleep(0)
        which = number % len(panels)
        panels[which].send(next(units[which]), due)
    return await _end(panels, start, on_progress, f"values at {plan.rate:,.0f} frames/s")


async def _end(panels: Sequence[_Driver], start: float, on_progress: OnProgress, name: str) -> _Window:
    """Wait for the last confirmations and return what the window came to."""
    until = time.perf_counter() + _ANSWER_S
    while any(panel.open for panel in panels) and time.perf_counter() < until:  # noqa: ASYNC110 - of many panels
        await asyncio.sleep(0.01)
    seconds = time.perf_counter() - start
    took = sorted(each for panel in panels for each in panel.took)
    if not took:
        raise LoadError("the hub confirmed nothing; see what it printed")
    window = _Window(
        seconds=seconds,
        answered=Percentiles(
            count=len(took),
            p50_ms=_at(took, 0.5),
            p90_ms=_at(took, 0.9),
            p99_ms=_at(took, 0.99),
            max_ms=took[-1] * 1000,
        ),
        p95_ms=_at(took, 0.95),
        denied=sum(panel.denied for panel in panels),
        unanswered=sum(len(panel.open) for panel in panels),
    )
    for panel in panels:
        panel.took.clear()
        panel.open.clear()
        panel.denied = 0
    on_progress(
        f"{name}: {window.answered.count / seconds:,.0f} frames/s, p50 {window.answered.p50_ms:.1f} ms, "
        f"p95 {window.p95_ms:.1f} ms, p99 {window.answered.p99_ms:.1f} ms"
    )
    return window


def _figures(
    plan: Plan, values: _Window, changes: _Window, steady: _Window, *, memory: int, cpu_s: float
) -> list[Figure]:
    lost = sum(each.unanswered + each.denied for each in (values, changes, steady))
    return [
        Figure("panels", plan.panels),
        Figure("frames confirmed, each once durable", sum(e.answered.count for e in (values, changes, steady))),
        Figure("not confirmed, or denied", lost, goal=0, ok=not lost),
        _faster("values, as fast as it goes", values),
        *_latencies("values, as fast as it goes", values),
        Figure("CPU of the hub for a value", cpu_s * 1e6, "µs"),
        Figure("values a second that this CPU is enough for", 1 / cpu_s if cpu_s else 0.0, "frames/s"),
        _faster("changes, each an event of the record", changes),
        *_latencies("changes", changes),
        *_latencies(f"values at {plan.rate:,.0f}/s", steady, goal=LATENCY_GOAL),
        Figure("memory of the hub", memory / (1 << 20), "MiB"),
    ]


def _faster(name: str, window: _Window) -> Figure:
    rate = window.answered.count / window.seconds
    ratio = rate / PEER_RATE
    return Figure(name, rate, "frames/s", PEER, ratio, RATE_GOAL, ratio >= RATE_GOAL)


def _latencies(name: str, window: _Window, goal: float | None = None) -> list[Figure]:
    return [
        at_most(f"{name}: p50", window.answered.p50_ms, "ms"),
        undercut(f"{name}: p95", window.p95_ms, "ms", peer=PEER, takes=PEER_P95_MS, goal=goal),
        at_most(f"{name}: p99", window.answered.p99_ms, "ms"),
    ]


def _values(_plan: Plan) -> Iterator[bytes]:
    """Yield analogue values of a pump: what is kept, and changes nothing."""
    for number in count():
        at = datetime.now(UTC)
        yield frames.value(3000 + number % 50, what=_KILOPASCAL, address=1, kind=_PUMP, at=at)


def _changes(plan: Plan) -> Iterator[bytes]:
    """Yield a fault of each component, then its end: every one is an event."""
    for states in (["fault"], []):
        for number in range(plan.components):
            at = datetime.now(UTC)
            yield frames.components([frames.component(states, address=100 + number, kind=_SMOKE, at=at)])


def _write_tables(district: Path, plan: Plan) -> None:
    """Put the panels and their components into the district's tables (示例)."""
    gateways, devices = ["id,protocol,address,name,building"], ["id,kind,gateway,address,building,floor"]
    for panel in range(plan.panels):
        gateways.append(f"gw-{panel},gb26875,{FIRST_ADDRESS + panel},示例 {panel},B00001")
        devices.append(f"d-{panel}-pump,{_PUMP},gw-{panel},1.1.0.1,B00001,-1")
        devices += [
            f"d-{panel}-{each},{_SMOKE},gw-{panel},1.1.0.{100 + each},B00001,{1 + each % 20}"
            for each in range(plan.components)
        ]
    (district / "gateways.csv").write_text("\n".join(gateways) + "\n", encoding="utf-8")
    (district / "devices.csv").write_text("\n".join(devices) + "\n", encoding="utf-8")


@asynccontextmanager
async def _dialled(port: int, panels: int) -> AsyncIterator[list[_Driver]]:
    loop = asyncio.get_running_loop()
    found = []
    try:
        for number in range(panels):
            _, driver = await loop.create_connection(lambda number=number: _Driver(FIRST_ADDRESS + number), _HOST, port)  # type: ignore[misc]
            found.append(driver)
        yield found
    finally:
        for driver in found:
            driver.close()


async def _at_rest(panels: Sequence[_Driver]) -> None:
    """Register every panel, and let the hub ask what it asks of a newcomer."""
    for panel in panels:
        panel.send(b"")
    await asyncio.sleep(3)
    for panel in panels:
        panel.took.clear()


def _cpu_s(pid: int) -> float:
    """Return the CPU seconds that a process has used, its kernel's work included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000
