"""Confirmed fires to a centre outside: real sockets on loopback and a hub's own writer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from aiohttp import web
from msgspec.structs import replace

from dispatch.core import commands as cmd
from dispatch.core.events import ChannelCalled, Event, ReportForwarded, decode
from dispatch.core.vocabulary import By, Place
from dispatch.core.world import DEFAULT_SETTINGS
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.upkeep.forwarding import Forwarding
from dispatch.webhooks import is_signed
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor
from stations.channels import Channel
from stations.forwarding import ForwardForm, ForwardTarget
from tests.integration.test_channels import a_processor

DISPATCHER = By(role="dispatcher", name="示例")
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
PATIENCE_S = 60


class Centre:
    """A centre outside: ``answer`` says what it does with the n-th message that comes."""

    def __init__(self, answer: Callable[[int, str], web.Response] | None = None) -> None:
        self._answer = answer or acknowledge
        self.port = 0
        self._came = asyncio.Event()
        self.got: list[tuple[str, bytes, str, str]] = []

    def target(self, form: ForwardForm = "cap", **more: object) -> ForwardTarget:
        fields = {"name": "119", "url": f"http://127.0.0.1:{self.port}/", "code": "50010300000000", "form": form}
        return ForwardTarget(**{**fields, **more})  # type: ignore[arg-type]

    def kinds(self) -> list[str]:
        """What came, each sending once, by its kind."""
        once = {key: body for key, body, _, _ in self.got}
        return [_kind_of(body) for body in once.values()]

    async def got_many(self, count: int) -> None:
        """Wait until so many messages came, repeats and all."""
        while len(self.got) < count:
            self._came.clear()
            await self._came.wait()

    async def take(self, request: web.Request) -> web.Response:
        body, key = await request.read(), request.headers["Idempotency-Key"]
        self._came.set()
        self.got.append((key, body, request.headers["Onethree-Signature"], request.headers["Content-Type"]))
        return self._answer(len(self.got), key)

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[Centre]:
        app = web.Application()
        app.router.add_post("/", self.take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        self.port = runner.addresses[0][1]
        yield self
        await runner.cleanup()


def _kind_of(body: bytes) -> str:
    return ET.fromstring(body).findtext(f"{CAP}msgType") or "?"  # noqa: S314 - our own document


def acknowledge(_n: int, message: str) -> web.Response:
    return web.json_response({"acknowledged": message})


def take(_n: int, _message: str) -> web.Response:
    return web.Response(text="OK")


@contextlib.asynccontextmanager
async def forwarding(processor: CommandProcessor, folder: Path) -> AsyncIterator[None]:
    out = Forwarding(processor, Clock(), folder, waits_s=(0.0, 0.01), again_s=0.01)
    task = asyncio.create_task(out.run())
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


@contextlib.asynccontextmanager
async def a_hub(
    storage: MemoryStorage, folder: Path, *targets: ForwardTarget
) -> AsyncIterator[tuple[CommandProcessor, MemoryLog]]:
    async with a_processor(storage) as (processor, log):
        officer = Channel(name="voice", url="http://127.0.0.1:9/", use="duty_officer")
        settings = replace(DEFAULT_SETTINGS, ladder=(), forward=targets, channels=(officer,))
        await processor.do(cmd.ChangeRegistry(settings=settings))
        async with forwarding(processor, folder):
            yield processor, log


async def burn(processor: CommandProcessor, lat: float = 29.5, *, exercise: bool = False, test: bool = False) -> str:
    """A detector speaks and somebody confirms it; return the incident."""
    place = Place(lon=106.5, lat=lat)
    alarm = cmd.AlarmRaise(source="detector", device=f"d{lat}", kind="smoke", place=place, exercise=exercise, test=test)
    incident = (await processor.submit(alarm, DISPATCHER)).events[0].incident
    assert incident is not None
    await processor.submit(cmd.IncidentConfirm(incident=incident), DISPATCHER)
    return incident


async def until(log: MemoryLog, holds: Callable[[Sequence[Event]], bool]) -> Sequence[Event]:
    """Return the record as soon as something holds of it."""
    seq = 0
    async with asyncio.timeout(PATIENCE_S):
        while True:
            seq = max(await log.wait_beyond(seq), seq)
            events = [decode(stored.body) for stored in await log.read(0, 5000)]
            if holds(events):
                return events


def forwarded(state: str, count: int = 1) -> Callable[[Sequence[Event]], bool]:
    return lambda events: sum(isinstance(e, ReportForwarded) and e.state == state for e in events) >= count


async def test_a_confirmed_fire_goes_out_signed_rises_and_is_called_off(tmp_path: Path) -> None:
    async with (
        Centre().listening() as centre,
        a_hub(MemoryStorage(), tmp_path, centre.target()) as (processor, log),
    ):
        incident = await burn(processor)
        await until(log, forwarded("acknowledged"))
        await processor.submit(cmd.IncidentUpdate(incident=incident, trapped=2), DISPATCHER)
        await until(log, forwarded("acknowledged", 2))
        await processor.submit(cmd.IncidentClose(incident=incident, reason="false_cooking"), DISPATCHER)
        await until(log, forwarded("acknowledged", 3))
        assert centre.kinds() == ["Alert", "Update", "Cancel"]
        _, body, signature, kind = centre.got[0]
        key = (tmp_path / "forward-secret").read_bytes().strip()
        assert is_signed(key, body, signature, now_s=Clock().now() // 1000)
        assert kind == "application/cap+xml"


async def test_a_centre_that_is_away_gets_it_under_one_identifier_once_it_is_back(tmp_path: Path) -> None:
    def answer(n: int, message: str) -> web.Response:
        return web.Response(status=503) if n < 4 else acknowledge(n, message)

    async with (
        Centre(answer).listening() as centre,
        a_hub(MemoryStorage(), tmp_path, centre.target()) as (processor, log),
    ):
        await burn(processor)
        (event,) = (
            each
            for each in await until(log, forwarded("acknowledged"))
            if isinstance(each, ReportForwarded) and each.state == "acknowledged"
        )
        assert {key for key, *_ in centre.got} == {event.message}
        assert event.tries == 4


async def test_who_takes_it_and_says_nothing_is_chased_over_the_duty_officer(tmp_path: Path) -> None:
    async with (
        Centre(take).listening() as centre,
        a_hub(MemoryStorage(), tmp_path, centre.target(answer_within_s=0)) as (processor, log),
    ):
        await burn(processor)
        events = await until(log, lambda events: any(isinstance(each, ChannelCalled) for each in events))
        said = [each.state for each in events if isinstance(each, ReportForwarded)]
        assert said[:3] == ["due", "taken", "unanswered"]
        await asyncio.wait_for(centre.got_many(len(centre.got) + 3), PATIENCE_S)  # it is not let go of


async def test_a_restart_sends_on_what_was_not_acknowledged_under_the_same_identifier(tmp_path: Path) -> None:
    storage, centre = MemoryStorage(), Centre(take)
    async with centre.listening(), a_hub(storage, tmp_path, centre.target()) as (processor, log):
        incident = await burn(processor)
        await until(log, forwarded("taken"))
    centre._answer = acknowledge
    async with centre.listening(), a_hub(storage, tmp_path, centre.target()) as (processor, log):
        await until(log, forwarded("acknowledged"))
        assert len({key for key, *_ in centre.got}) == 1
        await processor.submit(cmd.IncidentClose(incident=incident, reason="handled"), DISPATCHER)
        await until(log, forwarded("acknowledged", 2))


async def test_one_centre_that_is_dead_delays_no_other(tmp_path: Path) -> None:
    async with Centre().listening() as centre, Centre(take).listening() as dead:
        targets = (dead.target(name="dead"), centre.target(name="city", form="35965"))
        async with a_hub(MemoryStorage(), tmp_path, *targets) as (processor, log):
            for n in range(40):
                await burn(processor, lat=29.5 + n / 10)
            await until(log, forwarded("acknowledged", 40))
        assert centre.got[0][1].startswith(b"<?xml")
        assert b"<msgType>Report</msgType>" in centre.got[0][1]


async def test_an_exercise_stays_inside_and_a_test_does_too(tmp_path: Path) -> None:
    async with (
        Centre().listening() as centre,
        a_hub(MemoryStorage(), tmp_path, centre.target()) as (processor, log),
    ):
        await burn(processor, exercise=True)
        await burn(processor, test=True)
        real = await burn(processor)
        events = await until(log, forwarded("acknowledged"))
        assert {each.incident for each in events if isinstance(each, ReportForwarded)} == {real}
        assert centre.kinds() == ["Alert"]
