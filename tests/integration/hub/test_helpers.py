"""Helpers over real sockets: asked by webhook and CAP, answering with their key, and never called in a drill."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

import aiohttp
import orjson
import pytest
from aiohttp import web

from dispatch.core import commands as cmd
from dispatch.core.commands import ChangeRegistry
from dispatch.core.help import Help
from dispatch.log.memory import MemoryStorage
from dispatch.upkeep.cap_alerts import ANSWER_TOKEN, NAMESPACE
from dispatch.upkeep.helpers import HelperLines
from dispatch.webhooks import HelperKeys, answer_token, is_signed, sign
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor
from stations.helpers import Helper, HelperKind
from tests.hub import PATIENCE_S, House, Json, OpenHub, Reply
from tests.integration.test_channels import DISPATCHER, a_processor


@dataclass
class Listener:
    """Somebody else's system: it keeps what it was sent, and takes nothing the first ``failures`` times."""

    failures: int = 0
    port: int = 0
    sent: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)
    asked: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        self.asked += 1
        body = await request.read()
        if self.asked <= self.failures:
            return web.Response(status=503)
        self.sent.append((body, dict(request.headers)))
        self.news.set()
        return web.Response()

    async def wait_for(self, count: int) -> tuple[bytes, dict[str, str]]:
        """Return what was sent as the so many-th."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.sent) < count:
                self.news.clear()
                await self.news.wait()
        return self.sent[count - 1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[Listener]:
        app = web.Application()
        app.router.add_post("/", self.take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        yield self
        await runner.cleanup()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    async with Listener().listening() as found:
        yield found


@dataclass
class Desk:
    """A hub with helpers, and an open fire."""

    hub: OpenHub
    incident: str

    def request(self) -> Help:
        """The only request."""
        (found,) = self.hub.hub.processor.durable.requests.values()
        return found

    async def ask(self, kind: HelperKind) -> None:
        done = await self.hub.call(
            "POST",
            "/api/v1/commands",
            {"id": "ask", "type": "help.request", "incident": self.incident, "kind": kind},
            role="dispatcher",
        )
        assert done.status == 200, done

    async def answer(self, body: bytes, **headers: str) -> Reply:
        async with self.hub.session.post(self.hub.url + "/api/v1/help/answers", data=body, headers=headers) as reply:
            return Reply(reply.status, reply.headers, orjson.loads(await reply.read()))

    async def comes_to(self, is_so: Callable[[Help], bool]) -> Help:
        """Wait until the request is as it should be."""
        processor = self.hub.hub.processor
        changed = asyncio.Event()
        processor.on_told.append(lambda _records: changed.set())
        async with asyncio.timeout(PATIENCE_S):
            while not is_so(self.request()):
                changed.clear()
                await changed.wait()
        return self.request()


@contextlib.asynccontextmanager
async def a_desk(house: House, *helpers: Helper, **alarm: object) -> AsyncIterator[Desk]:
    async with house.open() as hub:
        await hub.hub.processor.do(ChangeRegistry(helpers=helpers))
        taken = await hub.alarm(role="dispatcher", **alarm)
        yield Desk(hub, taken["incident"])


def gas(listener: Listener) -> Helper:
    return Helper(id="gas-1", kind="gas", name="示例燃气", webhook=listener.url, languages=("zh", "en"))


def lift(listener: Listener) -> Helper:
    return Helper(id="lift-1", kind="lift", name="示例电梯", cap=listener.url)


async def test_a_webhook_is_signed_with_the_helpers_own_key_and_answered_with_what_came_along(
    sqlite_house: House, listener: Listener
) -> None:
    async with a_desk(sqlite_house, gas(listener)) as desk:
        await desk.ask("gas")
        body, headers = await listener.wait_for(1)
        key = HelperKeys(sqlite_house.data).key("gas-1")
        assert is_signed(key, body, headers["Onethree-Signature"], now_s=int(time.time()))
        told: Json = orjson.loads(body)
        assert (told["what"], told["kind"], told["helper"]) == ("ask", "gas", "gas-1")
        assert set(told["text"]) == {"zh", "en"}
        await desk.comes_to(lambda request: request.asks[0].told_at is not None)
        token = {"Authorization": f"Bearer {told['answer']['token']}"}
        for said, state in (("accept", "accepted"), ("depart", "en_route"), ("arrive", "on_scene"), ("done", "done")):
            sent = orjson.dumps({"message": told["answer"]["message"], "answer": said})
            for _ in range(2):  # a system that was not sure says it again
                reply = await desk.answer(sent, **token)
                assert (reply.status, reply.body["state"]) == (200, state), reply
        (accepted,) = (each for each in await desk.hub.events() if each["type"] == "help.accepted")
        assert accepted["by"] == {"role": "helper", "name": "示例燃气", "station": None}


async def test_a_cap_alert_is_acknowledged_by_its_reference(sqlite_house: House, listener: Listener) -> None:
    async with a_desk(sqlite_house, lift(listener)) as desk:
        await desk.ask("lift")
        body, headers = await listener.wait_for(1)
        assert headers["Content-Type"] == "application/cap+xml"
        alert = ET.fromstring(body)  # noqa: S314 - our own
        spaces = {"": NAMESPACE}
        identifier, sender, sent = (alert.findtext(each, "", spaces) for each in ("identifier", "sender", "sent"))
        names = [each.text for each in alert.iterfind("info/parameter/valueName", spaces)]
        assert names == [ANSWER_TOKEN]
        ack = (
            f'<alert xmlns="{NAMESPACE}"><identifier>a1</identifier><sender>lift</sender><sent>{sent}</sent>'
            f"<status>Actual</status><msgType>Ack</msgType><scope>Private</scope><note>十分钟到</note>"
            f"<references>{sender},{identifier},{sent}</references></alert>"
        ).encode()
        token = {"Authorization": f"Bearer {alert.findtext('info/parameter/value', '', spaces)}"}
        assert (await desk.answer(ack)).code == "unauthorized"
        reply = await desk.answer(ack, **token)
        assert (reply.status, reply.body["state"]) == (200, "accepted")
        key = HelperKeys(sqlite_house.data).key("lift-1")
        gone = ack.replace(b"<msgType>Ack", b"<msgType>Update").replace(
            b"<note>", b"<code>onethree:arrive</code><note>"
        )
        signed = {"Onethree-Signature": sign(key, gone, int(time.time()))}
        assert (await desk.answer(gone, **signed)).body["state"] == "on_scene"


async def test_an_answer_that_is_not_the_helpers_changes_nothing_and_tells_nothing(
    sqlite_house: House, listener: Listener
) -> None:
    async with a_desk(sqlite_house, gas(listener), lift(listener)) as desk:
        await desk.ask("gas")
        told: Json = orjson.loads((await listener.wait_for(1))[0])
        message = told["answer"]["message"]
        sent = orjson.dumps({"message": message, "answer": "accept"})
        keys, now = HelperKeys(sqlite_house.data), int(time.time())
        mine, other = keys.key("gas-1"), keys.key("lift-1")
        wrong: list[tuple[bytes, dict[str, str]]] = [
            (sent, {}),
            (sent, {"Authorization": "Bearer wrong"}),
            (sent, {"Authorization": f"Bearer {answer_token(keys.key('lift-1'), message)}"}),
            (sent, {"Authorization": f"Bearer {sqlite_house.token('admin')}"}),
            (sent, {"Onethree-Signature": sign(other, sent, now)}),
            (sent, {"Onethree-Signature": sign(mine, b"other body", now)}),
            (sent, {"Onethree-Signature": sign(mine, sent, now - 3600)}),
            (sent, {"Onethree-Signature": "t=,v1="}),
        ]
        ghosts = ("hlp-1.ask-2.3", message + "0", "x", f"{told['request']}.{told['ask']}.1")
        for ghost in ghosts:
            answer = orjson.dumps({"message": ghost, "answer": "accept"})
            wrong.append((answer, {"Onethree-Signature": sign(mine, answer, now)}))
        replies = [await desk.answer(body, **headers) for body, headers in wrong]
        assert {(each.status, each.body["detail"]) for each in replies} == {(401, replies[0].body["detail"])}
        assert desk.request().state == "asked"


async def test_hostile_bodies_are_refused_and_the_hub_goes_on(sqlite_house: House, listener: Listener) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "' + b"x" * 50_000 + b'">]><alert>&a;&a;&a;</alert>'
    async with a_desk(sqlite_house, gas(listener)) as desk:
        assert (await desk.answer(bomb)).code == "malformed"
        assert (await desk.answer(b"<" * 70_000)).code == "too_large"
        assert (await desk.answer(b'<alert xmlns="urn:other"/>')).code == "unusable"
        assert (await desk.answer(b"")).code == "malformed"
        await desk.hub.still_works()


async def test_who_was_told_hears_that_it_is_not_needed_any_more(sqlite_house: House, listener: Listener) -> None:
    async with a_desk(sqlite_house, lift(listener)) as desk:
        await desk.ask("lift")
        await listener.wait_for(1)
        await desk.comes_to(lambda request: request.asks[0].told_at is not None)
        assert (await desk.hub.command("close", "incident.close", incident=desk.incident)).status == 200
        body, _ = await listener.wait_for(2)
        assert b"<msgType>Cancel</msgType>" in body
        await desk.comes_to(lambda request: request.asks[0].called_off_at is not None)


async def test_nothing_of_an_exercise_leaves_the_house(sqlite_house: House, listener: Listener) -> None:
    """A drill's request is asked and called off; then a real one goes out over the same listener, and alone."""
    async with a_desk(sqlite_house, lift(listener), exercise=True) as desk:
        await desk.ask("lift")
        assert (desk.request().outside, desk.request().asks[0].means) == (False, "cap")
        assert (await desk.hub.command("close", "incident.close", incident=desk.incident)).status == 200
        real = await desk.hub.alarm(role="dispatcher", device="d-9", place={"building": "B00002"})
        fields = {"incident": real["incident"], "kind": "lift"}
        done = await desk.hub.call(
            "POST", "/api/v1/commands", {"id": "real", "type": "help.request", **fields}, role="dispatcher"
        )
        assert done.status == 200
        body, _ = await listener.wait_for(1)
        assert real["number"].encode() in body
        assert listener.asked == 1


# --- the sending itself, over a processor alone -----------------------------------------------------------------------


@contextlib.asynccontextmanager
async def sending(processor: CommandProcessor, folder: Path) -> AsyncIterator[None]:
    lines = HelperLines(processor, Clock(), HelperKeys(folder), waits_s=(0.0, 0.0))
    task = asyncio.create_task(lines.run())
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def asked_for_gas(processor: CommandProcessor, *helpers: Helper) -> str:
    await processor.do(ChangeRegistry(helpers=helpers))
    raised = await processor.submit(cmd.AlarmRaise(place=cmd.AlarmRaise().place), DISPATCHER)
    incident = raised.events[0].incident
    assert incident is not None
    await processor.submit(cmd.RequestHelp(incident=incident, kind="gas"), DISPATCHER)
    (key,) = processor.world.requests
    return key


async def until(processor: CommandProcessor, is_so: Callable[[Help], bool]) -> Help:
    changed = asyncio.Event()
    processor.on_told.append(lambda _records: changed.set())
    async with asyncio.timeout(PATIENCE_S):
        while True:
            changed.clear()
            (request,) = processor.durable.requests.values()
            if is_so(request):
                return request
            await changed.wait()


async def test_a_gateway_that_comes_to_itself_takes_the_message_and_a_dead_one_gives_the_next_way(
    tmp_path: Path, listener: Listener
) -> None:
    listener.failures = 1
    dead = Helper(id="a-dead", kind="gas", name="示例", webhook="http://127.0.0.1:9/")
    alive = Helper(id="b-alive", kind="gas", name="示例二", webhook=listener.url)
    async with a_processor(MemoryStorage()) as (processor, _log), sending(processor, tmp_path):
        await asked_for_gas(processor, dead, alive)
        request = await until(processor, lambda each: len(each.asks) == 2 and each.asks[1].told_at is not None)
        assert request.asks[0].failed_at is not None
        assert listener.asked == 2


async def test_what_was_pending_before_a_restart_is_sent_after_it(tmp_path: Path, listener: Listener) -> None:
    storage, helper = MemoryStorage(), Helper(id="g", kind="gas", name="示例", webhook=listener.url)
    async with a_processor(storage) as (processor, _log):
        await asked_for_gas(processor, helper)
    assert listener.asked == 0
    async with a_processor(storage) as (processor, _log), sending(processor, tmp_path):
        await until(processor, lambda each: each.asks[0].told_at is not None)
    assert listener.asked == 1


async def test_the_record_and_the_state_hold_no_key(sqlite_house: House, listener: Listener) -> None:
    async with a_desk(sqlite_house, gas(listener)) as desk:
        await desk.ask("gas")
        told: Json = orjson.loads((await listener.wait_for(1))[0])
        key = HelperKeys(sqlite_house.data).key("gas-1").decode()
        token = {"Authorization": f"Bearer {sqlite_house.token('admin')}"}
        async with aiohttp.ClientSession(headers=token) as session:
            for path in ("/api/v1/state", "/api/v1/events?limit=1000", f"/api/v1/incidents/{desk.incident}"):
                async with session.get(desk.hub.url + path) as reply:
                    body = await reply.text()
                    assert reply.status == 200, path
                    assert key not in body, path
                    assert told["answer"]["token"] not in body, path
    assert (sqlite_house.data / "helper-gas-1.key").stat().st_mode & 0o077 == 0
