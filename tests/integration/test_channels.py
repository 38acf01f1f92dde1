"""Channels: what the ladder calls over gateways, with real sockets on loopback and a hub's own writer."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from msgspec.structs import replace

from dispatch.core import commands as cmd
from dispatch.core.events import AssignmentAssigned, ChannelCalled, ChannelFailed, ChannelGivenUp, ChannelSent, decode
from dispatch.core.evolve import evolve
from dispatch.core.reach import Query, Reach
from dispatch.core.vocabulary import By, Place
from dispatch.core.world import DEFAULT_SETTINGS, World
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.upkeep.channels import Channels
from dispatch.webhooks import secret
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor
from stations.channels import Channel
from stations.model import Station, Unit
from stations.rules import Rung

DISPATCHER = By(role="dispatcher", name="示例")


@dataclass
class Gateway:
    """A gateway that fails the first ``failures`` requests."""

    failures: int = 0
    port: int = 0
    taken: list[tuple[bytes, str, str]] = field(default_factory=list)
    asked: int = 0
    answering: Callable[[], Awaitable[None]] | None = None

    async def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        body = await request.read()
        if self.answering is not None:
            await self.answering()
        if self.asked <= self.failures:
            return web.Response(status=500)
        self.taken.append((body, request.headers["Onethree-Signature"], request.headers["Idempotency-Key"]))
        return web.Response()

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[Gateway]:
        app = web.Application()
        app.router.add_post("/", self.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        yield self
        await runner.cleanup()


class NoRoads:
    """A district without roads: nobody can be reached, and nothing needs to be."""

    def follow(self, world: World, events: object) -> None:
        del world, events

    def find(self, query: Query, wanted: object, *, at_ms: int) -> Reach:
        del query, wanted, at_ms
        return Reach()

    async def search(self, query: Query, wanted: object, *, at_ms: int) -> Reach:
        del query, wanted, at_ms
        return Reach()


def channel(name: str, port: int) -> Channel:
    return Channel(name=name, url=f"http://127.0.0.1:{port}/")


@contextlib.asynccontextmanager
async def a_processor(storage: MemoryStorage, *channels: Channel) -> AsyncIterator[tuple[CommandProcessor, MemoryLog]]:
    """A processor over one station, whose ladder calls at once over these channels."""
    async with MemoryLog(storage) as log:
        await log.lead()
        world = World()
        for stored in await log.read(0, 1000):
            world = evolve(world, decode(stored.body))
        processor = CommandProcessor(log, Clock(not_before=world.at), NoRoads(), world)
        async with asyncio.TaskGroup() as tasks:
            publishing = tasks.create_task(processor.publish())
            settings = replace(
                DEFAULT_SETTINGS,
                ladder=(Rung(trigger="undelivered", after_s=0, action="other_channel"),),
                channels=channels,
            )
            station = Station(id="s1", name="示例站", kind="micro_unit", lon=106.5, lat=29.5, phone="示例-1")
            unit = Unit(id="u1", station="s1", name="示例队", mode="foot", crew=6)
            await processor.do(cmd.ChangeRegistry(settings=settings, stations=(station,), units=(unit,)))
            yield processor, log
            await processor.flush()
            publishing.cancel()


async def call(processor: CommandProcessor) -> None:
    """Bring the ladder to call over its channels."""
    raised = await processor.submit(cmd.AlarmRaise(place=Place(text="示例")), DISPATCHER)
    incident = raised.events[0].incident
    assert incident is not None
    order = await processor.submit(cmd.AssignmentAssign(incident=incident, unit="u1"), DISPATCHER)
    (assigned, *_) = order.events
    assert isinstance(assigned, AssignmentAssigned)
    await processor.do(cmd.DeadlineDue(subject=assigned.assignment, key="rung:0", due_at=assigned.at))


async def outcomes(log: MemoryLog, count: int) -> list[ChannelSent | ChannelFailed | ChannelGivenUp]:
    """Return the first outcomes in the log, as soon as there are so many."""
    found: list[ChannelSent | ChannelFailed | ChannelGivenUp] = []
    seq = 0
    while len(found) < count:
        seq = max(await log.wait_beyond(seq), seq)
        events = [decode(stored.body) for stored in await log.read(0, 1000)]
        found = [event for event in events if isinstance(event, ChannelSent | ChannelFailed | ChannelGivenUp)]
    return found


@contextlib.asynccontextmanager
async def sending(processor: CommandProcessor, folder: Path) -> AsyncIterator[None]:
    channels = Channels(processor, Clock(), folder, waits_s=(0.0, 0.0))
    task = asyncio.create_task(channels.run())
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_a_message_is_signed_with_the_channels_own_key(tmp_path: Path) -> None:
    async with (
        Gateway().listening() as gateway,
        a_processor(MemoryStorage(), channel("sms", gateway.port)) as (processor, log),
    ):
        async with sending(processor, tmp_path):
            await call(processor)
            (sent,) = await outcomes(log, 1)
        assert isinstance(sent, ChannelSent)
        ((body, signature, key),) = gateway.taken
        seconds, digest = (part.split("=", 1)[1] for part in signature.split(","))
        key_of_channel = (tmp_path / "channel-secret").read_bytes().strip()
        assert hmac.new(key_of_channel, seconds.encode() + b"." + body, hashlib.sha256).hexdigest() == digest
        assert key == sent.message


async def test_a_failing_gateway_is_tried_again(tmp_path: Path) -> None:
    async with Gateway(failures=2).listening() as gateway:
        async with (
            a_processor(MemoryStorage(), channel("sms", gateway.port)) as (processor, log),
            sending(processor, tmp_path),
        ):
            await call(processor)
            (sent,) = await outcomes(log, 1)
        assert isinstance(sent, ChannelSent)
        assert sent.tries == 3


async def test_a_dead_channel_becomes_a_dead_letter_and_delays_no_other(tmp_path: Path) -> None:
    async with Gateway().listening() as gateway, Gateway(failures=99).listening() as dead:
        channels = channel("dead", dead.port), channel("sms", gateway.port)
        async with a_processor(MemoryStorage(), *channels) as (processor, log), sending(processor, tmp_path):
            await call(processor)
            by_channel = {each.channel: each for each in await outcomes(log, 2)}
            await processor.flush()
            (message,) = processor.world.messages.values()
        assert isinstance(by_channel["sms"], ChannelSent)
        assert isinstance(by_channel["dead"], ChannelFailed)
        assert "500" in by_channel["dead"].error
        assert message.dead == ("dead",)


async def test_a_key_that_cannot_be_read_is_a_dead_letter_and_ends_nothing(tmp_path: Path) -> None:
    async with Gateway().listening() as gateway:
        broken = replace(channel("broken", gateway.port), secret_file="folder")  # noqa: S106 - a file name, not a secret
        (tmp_path / "folder").mkdir()
        async with (
            a_processor(MemoryStorage(), broken, channel("sms", gateway.port)) as (processor, log),
            sending(processor, tmp_path),
        ):
            await call(processor)
            by_channel = {each.channel: each for each in await outcomes(log, 2)}
        assert isinstance(by_channel["sms"], ChannelSent)
        failed = by_channel["broken"]
        assert isinstance(failed, ChannelFailed)
        assert "folder" in failed.error


def test_an_empty_key_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "channel-secret"
    path.touch()
    made = secret(path)
    assert len(made) == 64
    assert secret(path) == made
    assert path.stat().st_mode & 0o077 == 0


async def test_what_was_pending_at_a_crash_goes_out_after_the_restart(tmp_path: Path) -> None:
    storage = MemoryStorage()
    async with Gateway().listening() as gateway:
        async with a_processor(storage, channel("sms", gateway.port)) as (processor, _):
            await call(processor)
        async with a_processor(storage, channel("sms", gateway.port)) as (processor, log), sending(processor, tmp_path):
            (sent,) = await outcomes(log, 1)
        assert isinstance(sent, ChannelSent)
        assert len(gateway.taken) == 1


async def test_an_exercise_never_leaves_the_house() -> None:
    async with a_processor(MemoryStorage(), channel("sms", 9)) as (processor, log):
        raised = await processor.submit(cmd.AlarmRaise(place=Place(text="示例"), exercise=True), DISPATCHER)
        incident = raised.events[0].incident
        assert incident is not None
        order = await processor.submit(cmd.AssignmentAssign(incident=incident, unit="u1"), DISPATCHER)
        (assigned, *_) = order.events
        assert isinstance(assigned, AssignmentAssigned)
        await processor.do(cmd.DeadlineDue(subject=assigned.assignment, key="rung:0", due_at=assigned.at))
        events = [decode(stored.body) for stored in await log.read(0, 1000)]
        assert not any(isinstance(event, ChannelCalled) for event in events)
        assert not processor.world.messages


async def test_a9_no_further_try_is_made_once_the_crew_has_answered(tmp_path: Path) -> None:
    """The gateway is down, the crew answers after the first try: nobody is called again, and the record says why."""
    async with Gateway(failures=99).listening() as gateway:
        async with a_processor(MemoryStorage(), channel("sms", gateway.port)) as (processor, log):
            channels = Channels(processor, Clock(), tmp_path, waits_s=(0.0, 0.0))
            gateway.answering = lambda: answer_once(processor, gateway)
            task = asyncio.create_task(channels.run())
            await call(processor)
            (outcome,) = await outcomes(log, 1)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            assert not processor.world.messages, "it is no dead letter"
        assert isinstance(outcome, ChannelGivenUp)
        assert (outcome.given_up, outcome.tries) == ("answered", 1)
        assert gateway.asked == 1


async def answer_once(processor: CommandProcessor, gateway: Gateway) -> None:
    """Have the crew answer while the gateway refuses the message for the first time."""
    if gateway.asked == 1:
        (order,) = processor.world.assignments
        await processor.submit(cmd.AssignmentAcknowledge(assignment=order), DISPATCHER)


async def test_a9_what_was_pending_is_not_sent_after_a_restart_once_its_incident_is_closed(tmp_path: Path) -> None:
    storage = MemoryStorage()
    async with Gateway().listening() as gateway:
        async with a_processor(storage, channel("sms", gateway.port)) as (processor, _):
            await call(processor)
            (incident,) = processor.world.incidents
            await processor.submit(cmd.IncidentClose(incident=incident), DISPATCHER)
        async with a_processor(storage, channel("sms", gateway.port)) as (processor, log), sending(processor, tmp_path):
            (outcome,) = await outcomes(log, 1)
        assert isinstance(outcome, ChannelGivenUp)
        assert (outcome.given_up, outcome.tries) == ("incident_over", 0)
        assert gateway.asked == 0
